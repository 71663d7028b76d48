import { sql } from 'kysely';
import type { Db } from '../client';

export type Kind = { code: string; nameZh: string; nameEn: string };

/** The kinds of incident of a jurisdiction. */
export function listKinds(db: Db, code: string): Promise<Kind[]> {
  return db
    .selectFrom('kind')
    .where('jurisdiction', '=', code)
    .select(['code', 'name_zh as nameZh', 'name_en as nameEn'])
    .orderBy('code')
    .execute();
}

/** Adds kinds that are not there yet; harm weight 1 until somebody sets it. */
export async function addKinds(db: Db, code: string, kinds: readonly Kind[]): Promise<void> {
  if (kinds.length === 0) return;
  await sql`
    INSERT INTO kind (jurisdiction, code, name_zh, name_en)
    SELECT ${code}, * FROM unnest(${kinds.map((kind) => kind.code)}::text[],
      ${kinds.map((kind) => kind.nameZh)}::text[], ${kinds.map((kind) => kind.nameEn)}::text[])
    ON CONFLICT (jurisdiction, code) DO NOTHING
  `.execute(db);
}
