import { type RawBuilder, sql } from 'kysely';
import { tileBounds } from '@/geo/projection/web-mercator';
import { columnStep, latticeCentre } from '../../sql/lattice';
import { BIN_UNITS, type IncidentsAsked, isOneMonth, monthsAndKind } from './incident-filter';
import { type FeatureQuery, metresToUnits, tilePoint } from './tile-sql';

/** Side in degrees beyond which an edge of the tile is not straight in the metric CRS. */
const STRAIGHT_DEGREES = 0.05;
/** A degree of longitude is longer than this up to 74 degrees of latitude. */
const LEAST_DEGREE_METRES = 30_000;

/**
 * How many cells, as a power of two and along each axis, are drawn as one at a zoom.
 *
 * @returns undefined where a cell is larger than a bin, so that incidents must be drawn from their own places. Over
 *   several months a cell may be two bins: a density map's kernel is wider than that.
 */
export function blockPower({ lattice, tile, ...months }: IncidentsAsked): number | undefined {
  // By the equator's scale: that of the tile's own latitude would let two tiles of a zoom choose differently.
  const cellUnits = lattice.sizeMetres * metresToUnits(tile.z);
  if (cellUnits > (isOneMonth(months) ? BIN_UNITS : 2 * BIN_UNITS)) return undefined;
  return Math.max(0, Math.floor(Math.log2(BIN_UNITS / cellUnits)));
}

/**
 * Blocks of 2^power by 2^power lattice cells with the `count` of their incidents, by the facts, at the mean of their
 * cells' centres. Incidents outside the jurisdiction lie in cells of the lattice too, and are counted.
 */
export function incidentBlocks(asked: IncidentsAsked, power: number): FeatureQuery {
  const { jurisdiction, tile, lattice, metricSrid, kind } = asked;
  const facts = kind ? sql`cell_month` : sql`cell_month_total`;
  // Whole numbers in floating point: exact, and cannot overflow.
  const mean = (index: RawBuilder<number>) =>
    sql<number>`(sum(fact.count::float8 * ${index}) / sum(fact.count))`;
  const centre = latticeCentre(lattice, {
    i: mean(sql`fact.i`),
    j: mean(sql`fact.j`),
    odd: mean(sql`(fact.i & 1)`),
  });
  const within = (index: 'i' | 'j') =>
    sql`${sql.ref(`fact.${index}`)} BETWEEN (SELECT ${sql.ref(`first_${index}`)} FROM around) AND (SELECT ${sql.ref(`last_${index}`)} FROM around)`;
  return sql`
    WITH around AS MATERIALIZED (${cellsAround(asked, power)}),
    block AS MATERIALIZED (
      SELECT sum(fact.count)::int AS count, fact.i >> ${power}::int AS block_i, fact.j >> ${power}::int AS block_j,
             ST_Transform(ST_SetSRID(ST_MakePoint(${centre.x}, ${centre.y}), ${metricSrid}::int), 4326) AS place
      FROM ${facts} AS fact
      WHERE fact.jurisdiction = ${jurisdiction} ${monthsAndKind(asked)} AND ${within('i')} AND ${within('j')}
      GROUP BY block_i, block_j
    )
    SELECT count, ${tilePoint('place', tile)} AS geom
    FROM block
    ORDER BY block_j, block_i`;
}

/**
 * First and last column and row of the lattice that concern the tile, in whole blocks with one more on each side, so
 * that every tile finds the same mean; no row where the tile is far from the jurisdiction.
 */
function cellsAround(asked: IncidentsAsked, power: number): RawBuilder<unknown> {
  const { jurisdiction, tile, lattice, metricSrid } = asked;
  const [west, south, east, north] = tileBounds(tile);
  const cell = (metres: RawBuilder<number>, origin: number, step: number) =>
    sql`floor((${metres} - ${origin}::float8) / ${step}::float8)::int`;
  const column = (x: RawBuilder<number>) => cell(x, lattice.originX, columnStep(lattice));
  const row = (y: RawBuilder<number>) => cell(y, lattice.originY, lattice.sizeMetres);
  const first = (index: RawBuilder<unknown>) =>
    sql`((${index} >> ${power}::int) - 1) << ${power}::int`;
  const last = (index: RawBuilder<unknown>) =>
    sql`(((${index} >> ${power}::int) + 2) << ${power}::int) - 1`;
  // Only near the jurisdiction: a transverse projection fails on the other side of the world.
  return sql`
    SELECT ${first(column(sql`ST_XMin(box)`))} AS first_i, ${last(column(sql`ST_XMax(box)`))} AS last_i,
           ${first(row(sql`ST_YMin(box)`))} AS first_j, ${last(row(sql`ST_YMax(box)`))} AS last_j
    FROM (
      SELECT ST_Transform(ST_Segmentize(ST_MakeEnvelope(
               greatest(${west}::float8, ST_XMin(area)), greatest(${south}::float8, ST_YMin(area)),
               least(${east}::float8, ST_XMax(area)), least(${north}::float8, ST_YMax(area)), 4326
             ), ${STRAIGHT_DEGREES}::float8), ${metricSrid}::int) AS box
      FROM (
        SELECT ST_Expand(ST_Envelope(boundary), buffer_metres / ${LEAST_DEGREE_METRES}::float8) AS area
        FROM jurisdiction WHERE code = ${jurisdiction} OFFSET 0
      ) AS reach
      WHERE area && ST_MakeEnvelope(${west}::float8, ${south}::float8, ${east}::float8, ${north}::float8, 4326)
      OFFSET 0
    ) AS near`;
}
