import 'server-only';
import type { Db } from '@/db/client';
import { inTransaction } from '@/db/in-transaction';
import type { Doer } from '@/db/queries/audit';
import { bumpDataVersion } from '@/db/queries/imports';
import {
  type EditableSettings,
  findBoundary,
  findSettings,
  lockSettings,
  updateSettings,
} from '@/db/queries/jurisdiction-settings';
import { ConflictError, NotFoundError } from '@/lib/user-error';
import { record } from './audit/record';

/**
 * A jurisdiction's settings, its boundary and the figures that hang on them.
 *
 * @throws {NotFoundError} where there is none, or not for who asks.
 */
export async function readSettings(db: Db, code: string) {
  const [settings, boundary] = await Promise.all([findSettings(db, code), findBoundary(db, code)]);
  if (!settings || !boundary) throw noSuchJurisdiction(code);
  const { importedAt, ...rest } = settings;
  return { ...rest, importedAt: importedAt?.toISOString() ?? null, boundary };
}

/**
 * Changes what administrators may edit of their jurisdiction.
 *
 * @returns the new version.
 * @throws {ConflictError} where it has changed since the version given.
 */
export function changeSettings(
  db: Db,
  code: string,
  { version, ...settings }: EditableSettings & { version: number },
  by: Doer,
): Promise<number> {
  return inTransaction(db, async (transaction) => {
    const { version: _, ...before } = await lockVersion(transaction, code, version);
    const changed = await updateSettings(transaction, code, settings);
    await bumpDataVersion(transaction, code, 'jurisdiction');
    await record(transaction, {
      jurisdiction: code,
      by,
      action: 'jurisdiction.change',
      parameters: changesOf(before, settings),
    });
    return changed;
  });
}

/** What differs, by its name: as it was and as it is. */
function changesOf(before: EditableSettings, after: EditableSettings): Record<string, string[]> {
  const keys = ['name', 'bufferMetres', 'isPublic'] as const;
  const changed = keys.filter((key) => before[key] !== after[key]);
  return Object.fromEntries(changed.map((key) => [key, [`${before[key]}`, `${after[key]}`]]));
}

/**
 * Keeps others from changing the settings until the transaction ends.
 *
 * @throws {ConflictError} where they have changed since the version given.
 */
export async function lockVersion(db: Db, code: string, version: number) {
  const locked = await lockSettings(db, code);
  if (!locked) throw noSuchJurisdiction(code);
  if (locked.version !== version)
    throw new ConflictError(
      `the jurisdiction has been changed meanwhile (version ${locked.version}, not ${version}): load it again`,
    );
  return locked;
}

function noSuchJurisdiction(code: string): NotFoundError {
  return new NotFoundError(`there is no jurisdiction ${code}`);
}
