import { sql } from 'kysely';
import type { Db } from '../client';
import type { CellShape } from '../queries/ranking/local-statistics';

export type TestCell = { i: number; j: number };
export type TestFact = TestCell & {
  kind?: string;
  /** `YYYY-MM-01`. */
  month: string;
  origin?: 'citizen' | 'patrol' | 'department';
  count: number;
  harm?: number;
  /** Of these, how many were reported in a later month only, and in which (`YYYY-MM-01`). */
  late?: { count: number; knownMonth: string };
};

/**
 * A jurisdiction with exactly the given cells of the lattice, in EPSG:4549 near Yongkang, and one kind, 'theft'.
 * Its boundary is the cells' box.
 */
export async function insertJurisdiction(
  db: Db,
  {
    code = '330784',
    shape = 'square',
    cellSizeMetres = 250,
    cells = [],
    kinds = ['theft'],
  }: {
    code?: string;
    shape?: CellShape;
    cellSizeMetres?: number;
    cells?: readonly TestCell[];
    kinds?: readonly string[];
  } = {},
): Promise<string> {
  const origin = { x: 500_000, y: 3_190_000 };
  await sql`
    INSERT INTO jurisdiction (code, name, timezone, metric_srid, cell_size_metres, cell_shape, cell_origin_x,
                              cell_origin_y, boundary)
    VALUES (${code}, ${`永康 ${code}`}, 'Asia/Shanghai', 4549, ${cellSizeMetres}, ${shape}, ${origin.x}, ${origin.y},
            ST_Multi(ST_MakeEnvelope(119.9, 28.7, 120.4, 29.1, 4326)))
  `.execute(db);
  for (const kind of kinds) await insertKind(db, code, kind);
  const geometry =
    shape === 'hex'
      ? sql`ST_Translate(ST_Hexagon(${cellSizeMetres}::float8 / sqrt(3), i, j, ST_MakePoint(0, 0)),
              ${origin.x}, ${origin.y})`
      : sql`ST_Translate(ST_Square(${cellSizeMetres}::float8, i, j, ST_MakePoint(0, 0)), ${origin.x}, ${origin.y})`;
  await sql`
    INSERT INTO cell (jurisdiction, i, j, centre, geom)
    SELECT ${code}, i, j, ST_Transform(ST_Centroid(geom), 4326), ST_Transform(geom, 4326)
    FROM unnest(${cells.map(({ i }) => i)}::int[], ${cells.map(({ j }) => j)}::int[]) AS place (i, j)
    CROSS JOIN LATERAL (SELECT ST_SetSRID(${geometry}, 4549) AS geom) AS drawn
  `.execute(db);
  return code;
}

async function insertKind(db: Db, jurisdiction: string, code: string): Promise<void> {
  await db
    .insertInto('kind')
    .values({ jurisdiction, code, name_zh: code, name_en: code })
    .execute();
}

/** Facts as an import would keep them, and one more version of the incidents. */
export async function insertFacts(
  db: Db,
  jurisdiction: string,
  facts: readonly TestFact[],
): Promise<void> {
  await sql`
    INSERT INTO cell_month (jurisdiction, kind, month, origin, i, j, count, harm)
    SELECT ${jurisdiction}, * FROM unnest(
      ${facts.map(({ kind }) => kind ?? 'theft')}::text[], ${facts.map(({ month }) => month)}::date[],
      ${facts.map(({ origin }) => origin ?? 'citizen')}::text[], ${facts.map(({ i }) => i)}::int[],
      ${facts.map(({ j }) => j)}::int[], ${facts.map(({ count }) => count)}::int[],
      ${facts.map(({ harm, count }) => harm ?? count)}::float8[])
  `.execute(db);
  for (const {
    i,
    j,
    month,
    kind = 'theft',
    origin = 'citizen',
    count,
    harm = count,
    late,
  } of facts)
    if (late)
      await sql`
        INSERT INTO cell_month_late (jurisdiction, i, j, month, kind, origin, known_month, count, harm)
        VALUES (${jurisdiction}, ${i}, ${j}, ${month}::date, ${kind}, ${origin}, ${late.knownMonth}::date, ${late.count},
                ${(late.count * harm) / count}::float8)
      `.execute(db);
  await sql`SELECT bump_data_version(${jurisdiction}, 'incidents')`.execute(db);
}

/** All cells of a box of the lattice, both ends included. */
export function cellsOfBox(
  columns: number,
  rows: number,
  from: TestCell = { i: 0, j: 0 },
): TestCell[] {
  return Array.from({ length: columns * rows }, (_, index) => ({
    i: from.i + (index % columns),
    j: from.j + Math.floor(index / columns),
  }));
}

/** For tests that must commit: takes the jurisdiction and all that hangs on it out again. */
export async function deleteJurisdiction(db: Db, code: string): Promise<void> {
  await db.deleteFrom('cell_month').where('jurisdiction', '=', code).execute();
  await db.deleteFrom('cell_month_late').where('jurisdiction', '=', code).execute();
  await db.deleteFrom('jurisdiction').where('code', '=', code).execute();
}

/** Incidents at noon of a day at a cell's indices, without facts: for what reads incidents themselves. */
export async function insertIncidents(
  db: Db,
  jurisdiction: string,
  incidents: readonly (TestCell & {
    kind?: string;
    /** Local day, `YYYY-MM-DD`. */
    day: string;
    /** Local day of the report; absent: not known. */
    reported?: string;
    origin?: 'citizen' | 'patrol' | 'department';
    /** Degrees; absent: one place for all. */
    lon?: number;
    lat?: number;
  })[],
): Promise<void> {
  const months = [...new Set(incidents.map(({ day }) => `${day.slice(0, 7)}-01`))];
  for (const month of months) {
    const next = sql.lit(
      new Date(Date.parse(month) + 32 * 86_400_000).toISOString().slice(0, 8).concat('01'),
    );
    await sql`CREATE TABLE IF NOT EXISTS ${sql.table(`incident_${month.slice(0, 7).replace('-', '_')}`)}
      PARTITION OF incident FOR VALUES FROM (${sql.lit(month)}) TO (${next})`.execute(db);
  }
  const { rows } = await sql<{ id: string }>`
    INSERT INTO import_batch (jurisdiction, subject, file_name, options, rows_read, rows_accepted, rows_rejected, rows_known)
    VALUES (${jurisdiction}, 'incidents', 'test.csv', '{}', 0, 0, 0, 0) RETURNING id
  `.execute(db);
  await sql`
    INSERT INTO incident (jurisdiction, month, kind, occurred_from, occurred_to, reported_at, origin, cell_i, cell_j, content_hash, batch_id, geom)
    SELECT ${jurisdiction}, date_trunc('month', day::date)::date, kind, at, at, (reported || ' 12:00')::timestamp AT TIME ZONE 'Asia/Shanghai',
           origin, i, j, gen_random_uuid(), ${rows[0]?.id}::bigint, ST_SetSRID(ST_MakePoint(lon, lat), 4326)
    FROM unnest(
      ${incidents.map(({ kind }) => kind ?? 'theft')}::text[], ${incidents.map(({ day }) => day)}::text[],
      ${incidents.map(({ reported }) => reported ?? null)}::text[], ${incidents.map(({ i }) => i)}::int[],
      ${incidents.map(({ j }) => j)}::int[], ${incidents.map(({ origin }) => origin ?? 'citizen')}::text[],
      ${incidents.map(({ lon }) => lon ?? 120)}::float8[], ${incidents.map(({ lat }) => lat ?? 28.9)}::float8[]
    ) AS given (kind, day, reported, i, j, origin, lon, lat)
    CROSS JOIN LATERAL (SELECT (day || ' 12:00')::timestamp AT TIME ZONE 'Asia/Shanghai' AS at) happened
  `.execute(db);
}
