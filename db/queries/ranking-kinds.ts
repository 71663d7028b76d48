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

/** Group codes that a jurisdiction's kinds have, in order. */
export async function listKindGroups(db: Db, jurisdiction: string): Promise<string[]> {
  const rows = await db
    .selectFrom('kind')
    .select('group_code')
    .distinct()
    .where('jurisdiction', '=', jurisdiction)
    .where('group_code', 'is not', null)
    .orderBy('group_code')
    .execute();
  return rows.flatMap(({ group_code }) => (group_code === null ? [] : [group_code]));
}
