import 'server-only';
import type { Db } from '@/db/client';
import { inTransaction } from '@/db/in-transaction';
import type { Doer } from '@/db/queries/audit';
import { bumpDataVersion, lockImports } from '@/db/queries/imports';
import {
  countIncidents,
  deleteKind,
  type EditableKind,
  insertKind,
  lockKind,
  reweighFacts,
  updateKind,
} from '@/db/queries/kind-edits';
import { ConflictError, NotFoundError, UserError } from '@/lib/user-error';
import { record } from './audit/record';

/** Which kind, and whose. The right to change it is asked of the caller: facts are the owner's to write. */
type Key = { readonly jurisdiction: string; readonly code: string };

/**
 * Adds a kind.
 *
 * @throws {UserError} where its code is taken.
 */
export function createKind(
  owner: Db,
  { jurisdiction, code }: Key,
  kind: EditableKind,
  by: Doer,
): Promise<void> {
  return inTransaction(owner, async (transaction) => {
    if (!(await insertKind(transaction, jurisdiction, code, kind, by.userId)))
      throw new UserError(`there is a kind ${code} already: give this one another code`);
    const parameters = { kind: code, ...factsOf(kind) };
    await record(transaction, { jurisdiction, by, action: 'kind.create', parameters });
  });
}

/**
 * Changes a kind; with another weight the harm of all its facts too, and no ranking of before is current any more.
 *
 * @returns the new version.
 * @throws {ConflictError} where it has changed since the version given.
 */
export function changeKind(
  owner: Db,
  { jurisdiction, code }: Key,
  { version, ...kind }: EditableKind & { readonly version: number },
  by: Doer,
): Promise<number> {
  return inTransaction(owner, async (transaction) => {
    const before = await lock(transaction, { jurisdiction, code }, version);
    const changed = await updateKind(transaction, jurisdiction, code, kind, by.userId);
    if (before.harmWeight !== kind.harmWeight) {
      await reweighFacts(transaction, jurisdiction, code);
      await bumpDataVersion(transaction, jurisdiction, 'incidents');
    }
    const [was, is] = [factsOf(before), factsOf(kind)];
    const differing = Object.entries(was).filter(([key, value]) => is[key] !== value);
    const changes = differing.map(([key, value]) => [key, [value, is[key] ?? '']]);
    const parameters = { kind: code, ...Object.fromEntries(changes) };
    await record(transaction, { jurisdiction, by, action: 'kind.change', parameters });
    return changed;
  });
}

/**
 * Deletes a kind that has no incidents.
 *
 * @throws {ConflictError} where it has changed since the version given; {UserError} where it has incidents.
 */
export function removeKind(
  owner: Db,
  { jurisdiction, code }: Key,
  version: number,
  by: Doer,
): Promise<void> {
  return inTransaction(owner, async (transaction) => {
    const before = await lock(transaction, { jurisdiction, code }, version);
    const incidents = await countIncidents(transaction, jurisdiction, code);
    if (incidents > 0)
      throw new UserError(`${incidents} incidents are of the kind ${code}: it stays with them`);
    await deleteKind(transaction, jurisdiction, code);
    const parameters = { kind: code, ...factsOf(before) };
    await record(transaction, { jurisdiction, by, action: 'kind.delete', parameters });
  });
}

/** Keeps others from changing a kind, and imports from adding to it, until the transaction ends. */
async function lock(owner: Db, { jurisdiction, code }: Key, version: number) {
  // As an import does it: its lock first, then rows; otherwise the two would wait for each other.
  await lockImports(owner, jurisdiction);
  const locked = await lockKind(owner, jurisdiction, code);
  if (!locked) throw new NotFoundError(`there is no kind ${code}`);
  if (locked.version !== version)
    throw new ConflictError(
      `the kind has been changed meanwhile (version ${locked.version}, not ${version}): load it again`,
    );
  return locked;
}

/** A kind in words for the audit log, each fact by its name. */
function factsOf({
  nameZh,
  nameEn,
  group,
  harmWeight,
  harmSource,
}: EditableKind): Record<string, string> {
  const weight = { harmWeight: String(harmWeight), harmSource: harmSource ?? '' };
  return { nameZh, nameEn, group: group ?? '', ...weight };
}
