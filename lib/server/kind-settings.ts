import 'server-only';
import type { Database, Db } from '@/db/client';
import { inTransaction } from '@/db/in-transaction';
import type { AuditParameters, Doer } from '@/db/queries/audit';
import { bumpDataVersion, lockImports } from '@/db/queries/imports';
import {
  countIncidentsOfKind,
  deleteKind,
  insertKind,
  type KindNames,
  type KindSettings,
  type LockedKind,
  listKindSettings,
  lockKind,
  reweigh,
  updateKindNames,
  type Weight,
} from '@/db/queries/kind-settings';
import type { AuditAction } from '@/lib/audit/actions';
import type { KindRefusal } from '@/lib/kinds/refusals';
import { ConflictError, NotFoundError, UserError } from '@/lib/user-error';
import { record } from './audit/record';

/** The kinds of a jurisdiction as its administrators see them. */
export function readKinds(db: Db, jurisdiction: string): Promise<KindSettings[]> {
  return listKindSettings(db, jurisdiction);
}

/** Adds a kind. @throws {UserError} where its code is taken. */
export function createKind(
  db: Db,
  jurisdiction: string,
  kind: KindNames & Weight & { code: string },
  by: Doer,
): Promise<void> {
  return inTransaction(db, async (transaction) => {
    if (!(await insertKind(transaction, jurisdiction, kind, by.name)))
      throw new UserError(
        `there is a kind ${kind.code} already: change that, or choose another code`,
        'KIND_TAKEN' satisfies KindRefusal,
      );
    const { harmWeight, nameZh } = kind;
    await recordKind(transaction, jurisdiction, by, 'kind.create', kind.code, {
      nameZh,
      harmWeight,
    });
  });
}

/**
 * Changes names and group of a kind.
 *
 * @returns the new version.
 * @throws {ConflictError} where it has changed since the version given.
 */
export function changeKind(
  db: Db,
  jurisdiction: string,
  code: string,
  { version, ...names }: KindNames & { version: number },
  by: Doer,
): Promise<number> {
  return inTransaction(db, async (transaction) => {
    const before = await lockKindVersion(transaction, jurisdiction, code, version);
    const changed = await updateKindNames(transaction, jurisdiction, code, names, by.name);
    await bumpDataVersion(transaction, jurisdiction, 'jurisdiction');
    const parameters = changesOf(before, names);
    await recordKind(transaction, jurisdiction, by, 'kind.change', code, parameters);
    return changed;
  });
}

/**
 * Takes away a kind that no incident has.
 *
 * @throws {ConflictError} where it has changed since the version given; {UserError} where it has incidents.
 */
export function removeKind(
  db: Db,
  jurisdiction: string,
  code: string,
  version: number,
  by: Doer,
): Promise<void> {
  return inTransaction(db, async (transaction) => {
    const { nameZh, harmWeight } = await lockKindVersion(transaction, jurisdiction, code, version);
    const incidents = await countIncidentsOfKind(transaction, jurisdiction, code);
    if (incidents > 0) throw stillUsed(code, `${incidents} incidents`);
    try {
      await deleteKind(transaction, jurisdiction, code);
    } catch (error) {
      // Those outside the cells, which no fact counts, and those that came in meanwhile.
      if (isForeignKeyError(error)) throw stillUsed(code, 'incidents outside the cells');
      throw error;
    }
    await recordKind(transaction, jurisdiction, by, 'kind.remove', code, { nameZh, harmWeight });
  });
}

export type NewWeight = Readonly<Weight> & {
  readonly kind: string;
  /** Of the kind, as its editor saw it. */
  readonly version: number;
};

/**
 * Gives a kind another weight, and all facts of it the harm by that weight: in one transaction, as their owner, so that no
 * ranking adds up harm of two weights. Rankings of before are no longer current.
 *
 * @param onChange called last but for the audit log, in the same transaction, with how many facts changed.
 * @throws {ConflictError} where the kind has changed since.
 */
export function changeWeight(
  { db }: Database,
  jurisdiction: string,
  { kind, version, ...weight }: NewWeight,
  by: Doer,
  onChange: (db: Db, changed: { facts: number }) => Promise<void> = async () => {},
): Promise<{ facts: number }> {
  return db.transaction().execute(async (transaction) => {
    await lockImports(transaction, jurisdiction);
    const before = await lockKindVersion(transaction, jurisdiction, kind, version);
    const facts = await reweigh(transaction, jurisdiction, kind, weight, by.name);
    for (const subject of ['jurisdiction', 'incidents'])
      await bumpDataVersion(transaction, jurisdiction, subject);
    await onChange(transaction, { facts });
    const parameters = {
      harmWeight: [`${before.harmWeight}`, `${weight.harmWeight}`],
      harmSource: [before.harmSource ?? '', weight.harmSource ?? ''],
      facts,
    };
    await recordKind(transaction, jurisdiction, by, 'kind.change_weight', kind, parameters);
    return { facts };
  });
}

/**
 * Keeps others from changing a kind until the transaction ends.
 *
 * @throws {ConflictError} where they have changed it since the version given; {NotFoundError} where there is none.
 */
export async function lockKindVersion(
  db: Db,
  jurisdiction: string,
  code: string,
  version: number,
): Promise<LockedKind> {
  const locked = await lockKind(db, jurisdiction, code);
  if (!locked) throw new NotFoundError(`${jurisdiction} has no kind ${code}`);
  if (locked.version !== version)
    throw new ConflictError(
      `${code} has been changed meanwhile (version ${locked.version}, not ${version}): load it again`,
    );
  return locked;
}

/** What differs, by its name: as it was and as it is. */
function changesOf(before: KindNames, after: KindNames): Record<string, string[]> {
  const keys = ['nameZh', 'nameEn', 'group'] as const;
  const changed = keys.filter((key) => before[key] !== after[key]);
  return Object.fromEntries(
    changed.map((key) => [key, [before[key] ?? '', after[key] ?? '']] as const),
  );
}

function recordKind(
  db: Db,
  jurisdiction: string,
  by: Doer,
  action: Extract<AuditAction, `kind.${string}`>,
  subject: string,
  parameters: AuditParameters,
): Promise<void> {
  return record(db, { jurisdiction, by, action, subject, parameters });
}

function stillUsed(code: string, what: string): UserError {
  return new UserError(
    `${code} has ${what}: a kind that is used stays`,
    'KIND_USED' satisfies KindRefusal,
  );
}

function isForeignKeyError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23503';
}
