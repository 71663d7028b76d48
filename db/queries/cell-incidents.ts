import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../client';
import type { CellPlace } from './place-names';
import { isOfKinds, type RankingScope } from './ranking/scope';

/** Incidents that happened between the same two minutes of the wall clock, since the beginning of 1970 by that clock. */
export type ClockSpan = { fromMinute: number; toMinute: number; count: number };

/** Incidents at exactly one coordinate. */
export type RepeatPoint = { lon: number; lat: number; count: number };

/** What is asked of single incidents: those of one cell in the months before the ranked one, as far as they were known. */
type Asked = {
  readonly scope: RankingScope;
  readonly cell: CellPlace;
  readonly months: number;
  /** Of the jurisdiction, an IANA name. */
  readonly timezone: string;
};

/** When the cell's incidents happened. */
export async function listClockSpans(db: Db, asked: Asked): Promise<ClockSpan[]> {
  return (await clockSpansQuery(asked).execute(db)).rows;
}

function clockSpansQuery(asked: Asked): RawBuilder<ClockSpan> {
  const minutes = (instant: 'occurred_from' | 'occurred_to') =>
    sql`floor(extract(epoch FROM ${sql.ref(instant)} AT TIME ZONE ${asked.timezone}) / 60)::float8`;
  return sql<ClockSpan>`
    SELECT ${minutes('occurred_from')} AS "fromMinute", ${minutes('occurred_to')} AS "toMinute", count(*)::int AS count
    FROM ${knownIncidents(asked)} GROUP BY 1, 2 ORDER BY 1, 2`;
}

/** Coordinates at which at least `least` of the cell's incidents stand, most first; to the seventh decimal, about a centimetre. */
export async function listRepeatPoints(
  db: Db,
  { least, ...asked }: Asked & { least: number },
): Promise<RepeatPoint[]> {
  const { rows } = await sql<RepeatPoint>`
    SELECT round(ST_X(geom)::numeric, 7)::float8 AS lon, round(ST_Y(geom)::numeric, 7)::float8 AS lat, count(*)::int AS count
    FROM ${knownIncidents(asked)} GROUP BY 1, 2 HAVING count(*) >= ${least} ORDER BY 3 DESC, 1, 2
  `.execute(db);
  return rows;
}

/** By the cell's outline first: incidents have an index of their places, and months partitions of their own. */
function knownIncidents({ scope, cell: { i, j }, months, timezone }: Asked): RawBuilder<unknown> {
  const { jurisdiction, month, origins } = scope;
  return sql`(
      SELECT occurred_from, occurred_to, incident.geom
      FROM cell JOIN incident ON incident.jurisdiction = cell.jurisdiction AND incident.geom && ST_Expand(cell.geom, 1e-5)
        AND cell_i = cell.i AND cell_j = cell.j
      WHERE cell.jurisdiction = ${jurisdiction} AND cell.i = ${i} AND cell.j = ${j}
        AND month >= (${month}::date - make_interval(months => ${months}))::date AND month < ${month}::date
        AND origin = ANY(${origins}::text[]) AND ${isOfKinds(scope, sql`incident.kind`)}
        AND (reported_at IS NULL OR reported_at < ${month}::timestamp AT TIME ZONE ${timezone})
    ) known`;
}
