import { type RawBuilder, sql } from 'kysely';
import type { Weighing } from '@/geo/ranking/history';
import { KERNEL_UNIT, type Kernel } from '@/geo/ranking/kernel';
import type { Part } from '@/geo/ranking/ranker';
import { WEIGHT_UNIT } from '@/geo/ranking/weights';
import { daysBefore } from './days-before';
import { type CellShape, cellKey, KEYS_A_COLUMN } from './local-statistics';
import { type AreaUnit, factsBefore, type RankingScope, RECENT_MONTHS } from './scope';

/** What the parts of a score are read from. */
export type PartSources = {
  readonly scope: RankingScope;
  readonly shape: CellShape;
  readonly timezone: string;
  readonly weighing: Weighing;
};

/** A part and the column that its sum becomes. */
type PartColumn = Part & { readonly column: string };

/**
 * Tables of a WITH list that end in `counted (i, j, neighbourhood_size, measure, count, harm, last_month)`: every cell of
 * the jurisdiction, its sum of the parts as `measure`, and count and harm of the last 12 months of what is ranked.
 *
 * Sums are of whole numbers, weights being whole, and so do not depend on the order of the rows. Each part becomes a
 * number of incidents (or days of harm) before the parts are added in their order: the twin of `scorePlaces`.
 */
export function countedCells(given: readonly Part[], sources: PartSources): RawBuilder<unknown> {
  const { scope, shape } = sources;
  const parts = given
    .filter(({ factor }) => factor !== 0)
    .map((part, index) => ({ ...part, column: `part_${index}` }));
  const ofRanked = parts.filter(({ clock, of }) => clock === 'steps' && of === 'ranked');
  const ofAll = parts.filter(({ clock, of }) => clock === 'steps' && of === 'all_kinds');
  const ofDays = parts.filter(({ clock }) => clock === 'days');
  const spread = parts.flatMap((part) =>
    part.kernel === null ? [] : [{ ...part, kernel: part.kernel }],
  );
  const columns = parts.map(
    ({ column }) => sql`coalesce(${sql.ref(column)}, 0) AS ${sql.ref(column)}, `,
  );
  return sql`
    known AS (${knownCells(ofRanked, sources)})
    ${ofAll.length > 0 ? sql`, known_of_all AS (${otherCells(ofAll, sources)})` : sql``}
    ${ofDays.length > 0 ? sql`, known_by_day AS (${lateCells(ofDays, sources)})` : sql``}
    , whole AS ${spread.length > 0 ? sql`MATERIALIZED` : sql``} (
      SELECT i, j, neighbourhood_size, ${sql.join(columns, sql``)}coalesce(count, 0) AS count, coalesce(harm, 0) AS harm, last_month
             ${spread.length > 0 ? sql`, ${cellKey(shape)} AS key` : sql``}
      FROM ${rankedPlaces(scope)} LEFT JOIN known USING (i, j)
      ${ofAll.length > 0 ? sql`LEFT JOIN known_of_all USING (i, j)` : sql``}
      ${ofDays.length > 0 ? sql`LEFT JOIN known_by_day USING (i, j)` : sql``}
      WHERE cell.jurisdiction = ${scope.jurisdiction}
    )
    ${sql.join(
      spread.map(
        (part) =>
          sql`, ${sql.ref(carriedName(part))} AS (${scope.unit === undefined ? carry(part, part.kernel, sources) : carryByMetres(part, part.kernel, sources, scope.unit)})`,
      ),
      sql``,
    )}
    , counted AS (
      SELECT i, j, neighbourhood_size, ${sumOf(parts, sources.weighing)} AS measure, count, harm, last_month
      FROM whole ${sql.join(
        spread.map((part) => sql`LEFT JOIN ${sql.table(carriedName(part))} USING (key)`),
        sql` `,
      )}
    )`;
}

/** What is ranked, by months: its parts, and what is told of each cell beside its score. */
function knownCells(
  parts: readonly PartColumn[],
  { scope, weighing }: PartSources,
): RawBuilder<unknown> {
  const months = Math.max(RECENT_MONTHS, ...parts.map(({ weights }) => weights.length));
  // The same sums twice are added up once; under a filter, even one that all pass, they would be others.
  const recent =
    months === RECENT_MONTHS ? sql`` : sql`FILTER (WHERE ${isWithin(scope, RECENT_MONTHS)})`;
  return sql`
      SELECT i, j, ${monthSums(parts, { scope, weighing, months })}
             sum(count) ${recent}::int AS count, sum(harm_millionths::float8) ${recent} / 1e6 AS harm, max(month) AS last_month
      FROM ${factsBefore(scope, months)} GROUP BY i, j`;
}

function otherCells(
  parts: readonly PartColumn[],
  { scope, weighing }: PartSources,
): RawBuilder<unknown> {
  const months = Math.max(...parts.map(({ weights }) => weights.length));
  const ofAll = { ...scope, kind: null, group: null };
  return sql`
      SELECT i, j, ${monthSums(parts, { scope, weighing, months })} count(*) AS months
      FROM ${factsBefore(ofAll, months)} GROUP BY i, j`;
}

function lateCells(
  parts: readonly PartColumn[],
  { scope, timezone, weighing }: PartSources,
): RawBuilder<unknown> {
  const days = Math.max(...parts.map(({ weights }) => weights.length));
  const sums = parts.map(
    ({ weights, column }) =>
      sql`sum(${worth(weighing)} * (${[...weights]}::int8[])[1 + age]) AS ${sql.ref(column)}`,
  );
  return sql`SELECT i, j, ${sql.join(sums)} FROM ${daysBefore(scope, { days, timezone })} GROUP BY i, j`;
}

/** The weighted sum of each part; where all weights are one, the plain one. Each with a comma behind it. */
function monthSums(
  parts: readonly PartColumn[],
  { scope, weighing, months }: { scope: RankingScope; weighing: Weighing; months: number },
): RawBuilder<unknown> {
  return sql.join(
    parts.map(({ weights, column }) => {
      const name = sql.ref(column);
      if (!weights.every((weight) => weight === WEIGHT_UNIT))
        return sql`sum(${worth(weighing)} * (${[...weights]}::int8[])[${monthsAgo(scope)}]) AS ${name},`;
      const within =
        weights.length === months ? sql`` : sql`FILTER (WHERE ${isWithin(scope, weights.length)})`;
      return sql`sum(${worth(weighing)}) ${within} * ${WEIGHT_UNIT}::int8 AS ${name},`;
    }),
    sql` `,
  );
}

/** 1 for the month before the ranked one. A month differs from the mean one by less than half of it, however many lie between. */
function monthsAgo({ month }: RankingScope): RawBuilder<number> {
  return sql`round((${month}::date - month) / 30.436875::float8)::int`;
}

function isWithin({ month }: RankingScope, months: number): RawBuilder<boolean> {
  return sql`month >= (${month}::date - make_interval(months => ${months}))::date`;
}

function worth(weighing: Weighing): RawBuilder<number> {
  return weighing === 'harm' ? sql`harm_millionths` : sql`count`;
}

/** All that can be ranked: cells, or areas in their form. */
function rankedPlaces({ jurisdiction, unit }: RankingScope): RawBuilder<unknown> {
  if (unit === undefined) return sql`cell`;
  return sql`(
        SELECT jurisdiction, place AS i, 0 AS j, neighbourhood_size FROM area WHERE jurisdiction = ${jurisdiction} AND unit = ${unit}
      ) cell`;
}

/** Only cells that have something spread it. */
function carry(part: PartColumn, kernel: Kernel, { weighing }: PartSources): RawBuilder<unknown> {
  const steps = kernel.steps.map(
    ({ columnStep, positionStep }) => columnStep * KEYS_A_COLUMN + positionStep,
  );
  const column = sql.ref(part.column);
  // Of harm the products would not fit.
  const value = weighing === 'harm' ? column : sql`${column}::int8`;
  return sql`
      SELECT key + step AS key, sum(${value} * weight) AS ${sql.ref(carriedName(part))}
      FROM whole CROSS JOIN unnest(${steps}::int8[], ${kernel.steps.map(({ weight }) => weight)}::int4[]) AS steps (step, weight)
      WHERE ${column} > 0 GROUP BY 1`;
}

/** Areas are no lattice: what each carries to another falls with the metres between points inside of them. */
function carryByMetres(
  part: PartColumn,
  { profile, reachMetres, unitMetres }: Kernel,
  { scope, weighing }: PartSources,
  unit: AreaUnit,
): RawBuilder<unknown> {
  const column = sql.ref(part.column);
  const value = weighing === 'harm' ? column : sql`${column}::int8`;
  const weight =
    profile === 'quartic'
      ? sql`(1 - (metres / ${reachMetres}::float8) ^ 2) ^ 2`
      : sql`1 / (1 + metres / ${unitMetres}::float8)`;
  const areas = (name: string) => sql`(
        SELECT place, x, y FROM area WHERE jurisdiction = ${scope.jurisdiction} AND unit = ${unit}
      ) ${sql.ref(name)}`;
  return sql`
      SELECT there.place * ${sql.lit(KEYS_A_COLUMN)}::int8 AS key,
             sum(${value} * round(${sql.lit(KERNEL_UNIT)} * ${weight})::int8) AS ${sql.ref(carriedName(part))}
      FROM whole JOIN ${areas('here')} ON here.place = whole.i CROSS JOIN ${areas('there')}
      CROSS JOIN LATERAL (SELECT sqrt((here.x - there.x) ^ 2 + (here.y - there.y) ^ 2) AS metres OFFSET 0) apart
      WHERE ${column} > 0 AND metres <= ${reachMetres}::float8 GROUP BY 1`;
}

/** Of the table that holds a part when it was spread, and of its column. */
function carriedName({ column }: PartColumn): string {
  return `${column}_carried`;
}

function sumOf(parts: readonly PartColumn[], weighing: Weighing): RawBuilder<number> {
  if (parts.length === 0) return sql`0::float8`;
  const terms = parts.map((part) => {
    const { column, kernel, factor } = part;
    const unit =
      WEIGHT_UNIT * (kernel === null ? 1 : KERNEL_UNIT) * (weighing === 'harm' ? 1e6 : 1);
    const value =
      kernel === null ? sql.ref(column) : sql`coalesce(${sql.ref(carriedName(part))}, 0)`;
    const incidents = sql`${value}::float8 / ${unit}::float8`;
    return factor === 1 ? incidents : sql`${factor}::float8 * (${incidents})`;
  });
  return sql`(${sql.join(terms, sql` + `)})`;
}
