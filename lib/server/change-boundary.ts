import 'server-only';
import type { MultiPolygon, Polygon } from 'geojson';
import type { Database, Db } from '@/db/client';
import { inTransaction } from '@/db/in-transaction';
import type { Doer } from '@/db/queries/audit';
import {
  type BoundaryChange,
  describeBoundaryChange,
  removeCellsOutside,
  updateBoundary,
  withoutCompiling,
} from '@/db/queries/boundary-changes';
import { bumpDataVersion, lockImports } from '@/db/queries/imports';
import { type Jurisdiction, writeCells } from '@/db/queries/jurisdictions';
import { refreshStatistics } from '@/db/queries/statistics';
import type { JurisdictionRefusal } from '@/lib/jurisdictions/refusals';
import { UserError } from '@/lib/user-error';
import { record } from './audit/record';
import { checkCells, checkFit, readArea } from './check-boundary';
import { lockVersion } from './jurisdiction-settings';
import { getJurisdiction } from './jurisdictions';

type BoundaryPreview = BoundaryChange & { boundary: MultiPolygon };

export type NewBoundary = {
  readonly polygons: readonly (Polygon | MultiPolygon)[];
  /** Of the jurisdiction, as its editor saw it. */
  readonly version: number;
  /** Whether what would then lie beyond the buffer stays, as it is; else nothing is changed where anything would. */
  readonly keepOutside: boolean;
};

/**
 * What a boundary would change; changes nothing.
 *
 * @throws {UserError} where it cannot be the jurisdiction's: not valid, too large, too many cells.
 */
export function previewBoundary(
  db: Db,
  code: string,
  polygons: NewBoundary['polygons'],
): Promise<BoundaryPreview> {
  return inTransaction(db, async (transaction) => {
    const jurisdiction = await getJurisdiction(transaction, code);
    const boundary = await checkArea(transaction, jurisdiction, polygons);
    return { ...(await describeBoundaryChange(transaction, jurisdiction, boundary)), boundary };
  });
}

/** Polygons as the boundary of a jurisdiction. Throws as {@link previewBoundary} does. */
export async function checkArea(
  db: Db,
  jurisdiction: Jurisdiction,
  polygons: NewBoundary['polygons'],
): Promise<MultiPolygon> {
  const { boundary, squareMetres } = await readArea(db, polygons);
  await checkFit(db, boundary, squareMetres, jurisdiction.metricSrid);
  checkCells(squareMetres, jurisdiction, () => 'cells keep their size, so draw a smaller area');
  return boundary;
}

/**
 * Gives a jurisdiction another boundary, and the cells of it: all in one transaction, as its owner. Incidents and their
 * facts stay as they are; rankings of before are no longer current.
 *
 * @param onChange called last but for the audit log, in the same transaction.
 * @throws {ConflictError} where the jurisdiction has changed since; {UserError} where the boundary cannot be its own, or
 *   rows would lie outside that nobody agreed to keep.
 */
export function changeBoundary(
  { db }: Database,
  code: string,
  { polygons, version, keepOutside }: NewBoundary,
  by: Doer,
  onChange: (db: Db, change: BoundaryChange) => Promise<void> = async () => {},
): Promise<BoundaryChange> {
  return db.transaction().execute(async (transaction) => {
    await withoutCompiling(transaction);
    await lockImports(transaction, code);
    await lockVersion(transaction, code, version);
    const { boundary, ...change } = await previewBoundary(transaction, code, polygons);
    const outside = countOutside(change);
    if (outside > 0 && !keepOutside)
      throw new UserError(
        `${outside} incidents, hazards, premises or towns would lie outside: look at the preview, and say that they shall stay`,
        'BOUNDARY_LEAVES_OUT' satisfies JurisdictionRefusal,
      );
    await layCells(transaction, code, boundary);
    await onChange(transaction, change);
    await recordChange(transaction, code, change, by);
    return change;
  });
}

/** How much would lie beyond the buffer, of whatever subject. */
function countOutside(change: BoundaryChange): number {
  const { incidentsOutside, hazardsOutside, premisesOutside, townsOutside } = change;
  return incidentsOutside + hazardsOutside + premisesOutside + townsOutside;
}

async function layCells(db: Db, code: string, boundary: MultiPolygon): Promise<void> {
  await updateBoundary(db, code, boundary);
  const jurisdiction = await getJurisdiction(db, code);
  await removeCellsOutside(db, jurisdiction);
  await writeCells(db, jurisdiction);
  // Rankings go by the version of the incidents: which cells there are changes their shares and neighbours.
  for (const subject of ['jurisdiction', 'cells', 'incidents'])
    await bumpDataVersion(db, code, subject);
  await refreshStatistics(db, ['cell']);
}

function recordChange(db: Db, code: string, change: BoundaryChange, by: Doer): Promise<void> {
  const { squareMetresBefore, squareMetresAfter, cellsBefore, cellsGained, cellsLost } = change;
  const parameters = {
    squareMetresBefore: Math.round(squareMetresBefore),
    squareMetresAfter: Math.round(squareMetresAfter),
    cellsBefore,
    cellsAfter: cellsBefore + cellsGained - cellsLost,
    outside: countOutside(change),
  };
  const action = 'jurisdiction.change_boundary';
  return record(db, { jurisdiction: code, by, action, parameters });
}
