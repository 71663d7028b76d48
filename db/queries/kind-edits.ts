import { sql } from 'kysely';
import type { Db } from '../client';

/** What administrators may edit of a kind; the weight is in days for one incident. */
export type EditableKind = {
  nameZh: string;
  nameEn: string;
  group: string | null;
  harmWeight: number;
  harmSource: string | null;
};

/** Writes a new kind. @returns false where its code is taken. */
export async function insertKind(
  db: Db,
  jurisdiction: string,
  code: string,
  kind: EditableKind,
  by: string | null,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('kind')
    .values({ jurisdiction, code, ...columnsOf(kind, by) })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return Boolean(numInsertedOrUpdatedRows);
}

/** A kind with its row locked until the transaction ends; undefined where there is none. */
export function lockKind(
  db: Db,
  jurisdiction: string,
  code: string,
): Promise<(EditableKind & { version: number }) | undefined> {
  return db
    .selectFrom('kind')
    .where('jurisdiction', '=', jurisdiction)
    .where('code', '=', code)
    .select(['name_zh as nameZh', 'name_en as nameEn', 'group_code as group'])
    .select(['harm_weight as harmWeight', 'harm_source as harmSource', 'version'])
    .forUpdate()
    .executeTakeFirst();
}

/** Writes what may be edited. @returns the new version. */
export async function updateKind(
  db: Db,
  jurisdiction: string,
  code: string,
  kind: EditableKind,
  by: string | null,
): Promise<number> {
  const { version } = await db
    .updateTable('kind')
    .set({ ...columnsOf(kind, by), version: sql<number>`version + 1` })
    .where('jurisdiction', '=', jurisdiction)
    .where('code', '=', code)
    .returning('version')
    .executeTakeFirstOrThrow();
  return version;
}

/** Gives the facts of a kind the harm of its weight of now. No import may run beside it. */
export async function reweighFacts(db: Db, jurisdiction: string, code: string): Promise<void> {
  for (const facts of ['cell_month', 'cell_month_late'])
    await sql`
      UPDATE ${sql.table(facts)} AS facts SET harm = facts.count * kind.harm_weight FROM kind
      WHERE kind.jurisdiction = ${jurisdiction} AND kind.code = ${code}
        AND facts.jurisdiction = ${jurisdiction} AND facts.kind = ${code}
    `.execute(db);
}

/** How many incidents of a kind there are, by the facts. */
export async function countIncidents(db: Db, jurisdiction: string, code: string): Promise<number> {
  const { incidents } = await db
    .selectFrom('cell_month')
    .where('jurisdiction', '=', jurisdiction)
    .where('kind', '=', code)
    .select(sql<number>`coalesce(sum(count), 0)::int`.as('incidents'))
    .executeTakeFirstOrThrow();
  return incidents;
}

/** Deletes a kind; fails where it has incidents: ask {@link countIncidents} first. */
export async function deleteKind(db: Db, jurisdiction: string, code: string): Promise<void> {
  await db
    .deleteFrom('kind')
    .where('jurisdiction', '=', jurisdiction)
    .where('code', '=', code)
    .execute();
}

function columnsOf(
  { nameZh, nameEn, group, harmWeight, harmSource }: EditableKind,
  by: string | null,
) {
  const names = { name_zh: nameZh, name_en: nameEn, group_code: group };
  const weight = { harm_weight: harmWeight, harm_source: harmSource };
  return { ...names, ...weight, changed_by: by, changed_at: sql<Date>`now()` };
}
