import type { MultiPolygon } from 'geojson';
import { type RawBuilder, sql } from 'kysely';
import { hexColumnStep, type Lattice } from '@/geo/grid/lattice';
import type { Db } from '../client';
import { fromGeoJson } from '../sql/geom';
import { latticeCells, latticeCentre, latticePolygon } from '../sql/lattice';
import { type Jurisdiction, metricBoundary } from './jurisdictions';

/** What a new boundary would change; areas on the ellipsoid in square metres, the rest counts. */
export type BoundaryChange = {
  squareMetresBefore: number;
  squareMetresAfter: number;
  cellsBefore: number;
  cellsGained: number;
  cellsLost: number;
  /** Incidents in cells that would go: they stay, and no ranking counts them any more. */
  incidentsUnranked: number;
  /** What would lie beyond the buffer, where no import would take it; towns by their whole outline. */
  incidentsOutside: number;
  hazardsOutside: number;
  premisesOutside: number;
  townsOutside: number;
};

type Place = Pick<Jurisdiction, 'code' | 'metricSrid' | 'lattice' | 'bufferMetres'>;

/** The cell of a row of the table `cell`, in the metric CRS: the same polygon as when it was laid. */
function polygonOfCell({ metricSrid, lattice }: Pick<Place, 'metricSrid' | 'lattice'>) {
  const { x, y } = latticeCentre(lattice, {
    i: sql`cell.i`,
    j: sql`cell.j`,
    odd: sql`(cell.i & 1)`,
  });
  return sql`ST_SetSRID(${latticePolygon(lattice, x, y)}, ${metricSrid}::int)`;
}

/**
 * What a boundary would change if it were taken; changes nothing. An incident lies outside by the rule by which an import
 * would refuse it.
 */
export async function describeBoundaryChange(
  db: Db,
  place: Place,
  boundary: MultiPolygon,
): Promise<BoundaryChange> {
  const { rows } = await boundaryChangeQuery(place, boundary).execute(db);
  const [change] = rows;
  if (!change) throw new RangeError(`there is no jurisdiction ${place.code}`);
  return change;
}

function boundaryChangeQuery(place: Place, boundary: MultiPolygon): RawBuilder<BoundaryChange> {
  const { code, metricSrid, lattice, bufferMetres } = place;
  const geom = fromGeoJson(boundary);
  const laidPolygon = sql`ST_SetSRID(${latticePolygon(lattice, sql.ref('spot.x'), sql.ref('spot.y'))}, ${metricSrid}::int)`;
  const beyondBuffer = (column: string) => sql`
    NOT ST_DWithin(area.geom, ST_Transform(${sql.ref(column)}, ${metricSrid}::int), ${bufferMetres}::float8)`;
  const outside = (table: 'hazard' | 'premises' | 'town') => sql`(
    SELECT count(*)::int FROM ${sql.table(table)} AS row, area
    WHERE jurisdiction = ${code} AND ${beyondBuffer('row.geom')})`;
  return sql`
    WITH area AS MATERIALIZED (SELECT ${metricBoundary(metricSrid, geom)} AS geom),
    laid AS MATERIALIZED (
      SELECT spot.i, spot.j, ${isWholly(place, laidPolygon)} AS is_wholly_inside
      FROM area CROSS JOIN LATERAL ${latticeCells(lattice, sql`area.geom`)} AS spot
      WHERE ST_Intersects(area.geom, ${laidPolygon})
    ), lost AS MATERIALIZED (
      SELECT i, j FROM cell WHERE jurisdiction = ${code} EXCEPT SELECT i, j FROM laid
    ), counted AS (
      SELECT (SELECT count(*)::int FROM cell WHERE jurisdiction = ${code}) AS present,
             (SELECT count(*)::int FROM laid) AS future, (SELECT count(*)::int FROM lost) AS lost
    )
    SELECT ST_Area(jurisdiction.boundary::geography) AS "squareMetresBefore",
           ST_Area(${geom}::geography) AS "squareMetresAfter",
           counted.present AS "cellsBefore", counted.lost AS "cellsLost",
           counted.future - (counted.present - counted.lost) AS "cellsGained",
           (SELECT coalesce(sum(count), 0)::int FROM cell_month_total JOIN lost USING (i, j)
            WHERE jurisdiction = ${code}) AS "incidentsUnranked",
           (SELECT count(*)::int FROM area, incident
            LEFT JOIN laid ON laid.i = cell_i AND laid.j = cell_j AND laid.is_wholly_inside
            WHERE jurisdiction = ${code} AND laid.i IS NULL AND ${beyondBuffer('incident.geom')}) AS "incidentsOutside",
           ${outside('hazard')} AS "hazardsOutside", ${outside('premises')} AS "premisesOutside",
           ${outside('town')} AS "townsOutside"
    FROM jurisdiction CROSS JOIN counted WHERE code = ${code}`;
}

/** Whether no point of a laid cell can lie beyond the buffer: nothing in it needs a look of its own. */
function isWholly({ lattice, bufferMetres }: Place, polygon: RawBuilder<unknown>) {
  return bufferMetres >= diameterMetres(lattice)
    ? sql`true`
    : sql`ST_Covers(area.geom, ${polygon})`;
}

/** How far a cell that touches a line may reach from it. */
function diameterMetres({ shape, sizeMetres }: Lattice): number {
  return shape === 'square' ? sizeMetres * Math.SQRT2 : (hexColumnStep(sizeMetres) * 4) / 3;
}

/**
 * Compiles no statement of this transaction: on paper these functions cost so much that they would be compiled for longer
 * than they run. For owners only.
 */
export async function withoutCompiling(db: Db): Promise<void> {
  await sql`SET LOCAL jit = off`.execute(db);
}

/** Takes away the cells that the boundary, as it is now, neither touches nor holds. @returns how many. */
export async function removeCellsOutside(db: Db, place: Place): Promise<number> {
  const { code, metricSrid } = place;
  const { numAffectedRows } = await sql`
    WITH area AS MATERIALIZED (
      SELECT ${metricBoundary(metricSrid)} AS geom FROM jurisdiction WHERE code = ${code}
    )
    DELETE FROM cell USING area
    WHERE cell.jurisdiction = ${code} AND NOT ST_Intersects(area.geom, ${polygonOfCell(place)})
  `.execute(db);
  return Number(numAffectedRows ?? 0);
}

/** Sets the boundary of a jurisdiction; its cells follow with {@link removeCellsOutside} and writeCells. */
export async function updateBoundary(db: Db, code: string, boundary: MultiPolygon): Promise<void> {
  await db
    .updateTable('jurisdiction')
    .set({ boundary: fromGeoJson(boundary), version: sql`version + 1` })
    .where('code', '=', code)
    .execute();
}
