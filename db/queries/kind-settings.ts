import { sql } from 'kysely';
import type { Db } from '../client';

/** What an administrator may set of a kind at once; its weight of harm only by {@link reweigh}. */
export type KindNames = { nameZh: string; nameEn: string; group: string | null };

/** What one incident weighs, in days of the sentence's starting point, and where that comes from. */
export type Weight = { harmWeight: number; harmSource: string | null };

export type KindSettings = KindNames & {
  code: string;
  /** Harm of one incident, in days of the sentence's starting point. */
  harmWeight: number;
  /** Where the weight comes from; null: nobody has said. */
  harmSource: string | null;
  version: number;
  /** Of the last edit; null: as it came in. */
  changedAt: Date | null;
  changedBy: string | null;
  /** Within the jurisdiction's cells. */
  incidents: number;
};

/** The kinds of a jurisdiction as its administrators see them. Adds up all of the facts: not for a path that is hot. */
export async function listKindSettings(db: Db, jurisdiction: string): Promise<KindSettings[]> {
  const { rows } = await sql<KindSettings>`
    SELECT code, name_zh AS "nameZh", name_en AS "nameEn", group_code AS "group", harm_weight AS "harmWeight",
           harm_source AS "harmSource", version,
           changed_at AS "changedAt", changed_by AS "changedBy", coalesce(counted.incidents, 0)::int AS incidents
    FROM kind
    LEFT JOIN (
      SELECT kind, sum(count) AS incidents FROM cell_month WHERE jurisdiction = ${jurisdiction} GROUP BY kind
    ) AS counted ON counted.kind = kind.code
    WHERE kind.jurisdiction = ${jurisdiction}
    ORDER BY code
  `.execute(db);
  return rows;
}

export type LockedKind = KindNames & Weight & { version: number };

/** A kind, with its row locked until the transaction ends; undefined where there is none. */
export function lockKind(
  db: Db,
  jurisdiction: string,
  code: string,
): Promise<LockedKind | undefined> {
  return db
    .selectFrom('kind')
    .select([
      'name_zh as nameZh',
      'name_en as nameEn',
      'group_code as group',
      'harm_weight as harmWeight',
      'harm_source as harmSource',
      'version',
    ])
    .where('jurisdiction', '=', jurisdiction)
    .where('code', '=', code)
    .forUpdate()
    .executeTakeFirst();
}

/** Adds a kind. @returns whether there was none of its code. */
export async function insertKind(
  db: Db,
  jurisdiction: string,
  kind: KindNames & Weight & { code: string },
  by: string | null,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('kind')
    .values({
      jurisdiction,
      code: kind.code,
      name_zh: kind.nameZh,
      name_en: kind.nameEn,
      group_code: kind.group,
      harm_weight: kind.harmWeight,
      harm_source: kind.harmSource,
      changed_at: sql`now()`,
      changed_by: by,
    })
    .onConflict((conflict) => conflict.columns(['jurisdiction', 'code']).doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** Writes names and group. @returns the new version. */
export async function updateKindNames(
  db: Db,
  jurisdiction: string,
  code: string,
  { nameZh, nameEn, group }: KindNames,
  by: string | null,
): Promise<number> {
  const { version } = await db
    .updateTable('kind')
    .set({
      name_zh: nameZh,
      name_en: nameEn,
      group_code: group,
      version: sql<number>`version + 1`,
      changed_at: sql`now()`,
      changed_by: by,
    })
    .where('jurisdiction', '=', jurisdiction)
    .where('code', '=', code)
    .returning('version')
    .executeTakeFirstOrThrow();
  return version;
}

/** How many incidents of a kind the facts count. */
export async function countIncidentsOfKind(
  db: Db,
  jurisdiction: string,
  code: string,
): Promise<number> {
  const { incidents } = await db
    .selectFrom('cell_month')
    .select(sql<number>`coalesce(sum(count), 0)::int`.as('incidents'))
    .where('jurisdiction', '=', jurisdiction)
    .where('kind', '=', code)
    .executeTakeFirstOrThrow();
  return incidents;
}

/** Takes a kind away; the database refuses where it has incidents. */
export async function deleteKind(db: Db, jurisdiction: string, code: string): Promise<void> {
  await db
    .deleteFrom('kind')
    .where('jurisdiction', '=', jurisdiction)
    .where('code', '=', code)
    .execute();
}

/**
 * Gives a kind another weight, and all facts of it the harm by that weight; as the owner of the facts, in a transaction.
 *
 * @returns how many facts changed.
 */
export async function reweigh(
  db: Db,
  jurisdiction: string,
  code: string,
  { harmWeight, harmSource }: Weight,
  by: string | null,
): Promise<number> {
  await db
    .updateTable('kind')
    .set({
      harm_weight: harmWeight,
      harm_source: harmSource,
      version: sql<number>`version + 1`,
      changed_at: sql`now()`,
      changed_by: by,
    })
    .where('jurisdiction', '=', jurisdiction)
    .where('code', '=', code)
    .execute();
  let changed = 0;
  for (const facts of ['cell_month', 'cell_month_late'] as const) {
    const { numUpdatedRows } = await db
      .updateTable(facts)
      .set({ harm: sql<number>`count * ${harmWeight}::float8` })
      .where('jurisdiction', '=', jurisdiction)
      .where('kind', '=', code)
      .executeTakeFirstOrThrow();
    changed += Number(numUpdatedRows);
  }
  return changed;
}
