import 'server-only';
import type { Db } from '@/db/client';
import { inTransaction } from '@/db/in-transaction';
import type { AuditParameters, Doer } from '@/db/queries/audit';
import { findBasemap, insertBasemap, lockBasemap, updateBasemap } from '@/db/queries/basemap';
import { hostOf, templateFault } from '@/lib/basemap/template';
import type { BasemapSettings, RasterSettings, ViewedBasemap } from '@/lib/basemap/types';
import { ConflictError, UserError } from '@/lib/user-error';
import { record } from './audit/record';

const NEVER_SET = { approvalNumber: null, raster: null, version: 0 } as const;

/**
 * The basemap as the map shows it: with the built-in ground where tiles were chosen whose host may not be asked any more.
 *
 * @param hosts origins that the deployer lets browsers load tiles from.
 */
export async function viewedBasemap(
  db: Db,
  jurisdiction: string,
  hosts: readonly string[],
): Promise<ViewedBasemap> {
  const { approvalNumber, raster } = (await findBasemap(db, jurisdiction)) ?? NEVER_SET;
  if (!raster || templateFault(raster, hosts) === undefined)
    return { approvalNumber, raster, refusedHost: null };
  return { approvalNumber, raster: null, refusedHost: hostOf(raster) };
}

/** What was set, for its administrators; version 0 where nothing ever was. */
export async function readBasemap(
  db: Db,
  jurisdiction: string,
): Promise<
  BasemapSettings & { version: number; changedAt: string | null; changedBy: string | null }
> {
  const stored = await findBasemap(db, jurisdiction);
  if (!stored) return { ...NEVER_SET, changedAt: null, changedBy: null };
  return { ...stored, changedAt: stored.changedAt.toISOString() };
}

/**
 * Chooses another basemap.
 *
 * @param hosts origins that the deployer lets browsers load tiles from.
 * @returns the new version.
 * @throws {ConflictError} where it has changed since the version given; {UserError} where the address of the tiles may not be.
 */
export async function changeBasemap(
  db: Db,
  jurisdiction: string,
  { version, ...settings }: BasemapSettings & { version: number },
  by: Doer,
  hosts: readonly string[],
): Promise<number> {
  const { raster } = settings;
  const fault = raster && templateFault(raster, hosts);
  if (fault) throw new UserError(`the address of the tiles may not be used: ${fault}`, fault);
  return inTransaction(db, async (transaction) => {
    const before = (await lockBasemap(transaction, jurisdiction)) ?? NEVER_SET;
    if (before.version !== version) throw changedMeanwhile();
    const written = { ...settings, changedBy: by.name };
    if (version === 0 && !(await insertBasemap(transaction, jurisdiction, written)))
      throw changedMeanwhile();
    const changed = version === 0 ? 1 : await updateBasemap(transaction, jurisdiction, written);
    await record(transaction, {
      jurisdiction,
      by,
      action: 'jurisdiction.change_basemap',
      parameters: changesOf(before, settings),
    });
    return changed;
  });
}

function changedMeanwhile(): ConflictError {
  return new ConflictError('the basemap has been changed meanwhile: load it again');
}

/** What differs, by its name: as it was and as it is. The address only as far as its path: behind it may be a key. */
function changesOf(before: BasemapSettings, after: BasemapSettings): AuditParameters {
  const [was, is] = [factsOf(before), factsOf(after)];
  const changed = Object.entries(is).filter(([key, value]) => was[key] !== value);
  const facts = changed.map(([key, value]) => [key, [was[key] ?? '', value]] as const);
  const isQueryChanged = queryOf(before.raster) !== queryOf(after.raster);
  return { ...Object.fromEntries(facts), isQueryChanged };
}

function factsOf({ approvalNumber, raster }: BasemapSettings): Record<string, string> {
  return {
    approvalNumber: approvalNumber ?? '',
    address: raster?.template.split('?')[0] ?? '',
    subdomains: raster?.subdomains ?? '',
    tileSize: `${raster?.tileSize ?? ''}`,
    zooms: raster ? `${raster.minZoom}–${raster.maxZoom}` : '',
    attribution: raster?.attribution ?? '',
    opacities: raster ? `${raster.dayOpacity} / ${raster.nightOpacity}` : '',
  };
}

function queryOf(raster: RasterSettings | null): string | undefined {
  return raster?.template.split('?')[1];
}
