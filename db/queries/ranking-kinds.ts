import type { Db } from '../client';

/** Codes of the kinds that a jurisdiction's incidents may have, in order. */
export async function listKindCodes(db: Db, jurisdiction: string): Promise<string[]> {
  const rows = await db
    .selectFrom('kind')
    .select('code')
    .where('jurisdiction', '=', jurisdiction)
    .orderBy('code')
    .execute();
  return rows.map(({ code }) => code);
}
