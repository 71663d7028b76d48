import { sql } from 'kysely';
import type { Db } from '../client';
import { rebuildFacts } from '../queries/facts';
import { findJurisdiction } from '../queries/jurisdictions';
import { latticeIndex } from '../sql/lattice';
import { cellsOfBox, insertFacts, insertJurisdiction } from './builders';

/** The fixture's only ranking. */
export type MapFixture = { readonly jurisdiction: string; readonly run: string };

/** Incidents of the fixture: so many in each of 2020-01 and 2020-02, from one seed. */
export const INCIDENTS_A_MONTH = 300;

/** A jurisdiction with a few rows in every table that is drawn; shapes cross tile borders and have holes. */
export async function insertMapFixture(db: Db, code = '330784'): Promise<MapFixture> {
  const jurisdiction = await insertJurisdiction(db, { code, cells: cellsOfBox(4, 3) });
  await insertPlaces(db, jurisdiction);
  await insertFacts(db, jurisdiction, []);
  await insertRisks(db, jurisdiction, await insertBatch(db, jurisdiction));
  await insertIncidents(db, jurisdiction);
  return { jurisdiction, run: await insertRun(db, jurisdiction) };
}

async function insertPlaces(db: Db, jurisdiction: string): Promise<void> {
  const ring =
    'MULTIPOLYGON(((119.9 28.7,120.4 28.7,120.4 29.1,119.9 29.1,119.9 28.7),(120 28.8,120.1 28.8,120.1 28.9,120 28.9,120 28.8)),((120.03 28.83,120.06 28.83,120.05 28.86,120.03 28.83)))';
  const area = sql`ST_GeomFromText(${ring}, 4326)`;
  await sql`INSERT INTO town (jurisdiction, id, name, is_sketch, geom) VALUES (${jurisdiction}, 't1', '古山镇', true, ${area})`.execute(
    db,
  );
  await sql`INSERT INTO grid (jurisdiction, id, town_id, name, geom) VALUES (${jurisdiction}, 'g1', 't1', '网格一', ${area})`.execute(
    db,
  );
  await sql`INSERT INTO patrol_zone (jurisdiction, id, name, geom) VALUES (${jurisdiction}, 'z1', '一号巡防区', ${area})`.execute(
    db,
  );
  await sql`INSERT INTO village (jurisdiction, id, name, geom) VALUES
    (${jurisdiction}, 'v1', '一村', ST_SetSRID(ST_MakePoint(120.05, 28.85), 4326)),
    (${jurisdiction}, 'v2', '二村', ST_Buffer(ST_SetSRID(ST_MakePoint(120.2, 28.9), 4326), 0.05))`.execute(
    db,
  );
  // The river leaves and enters a tile several times, so that clipping makes many parts of it.
  await sql`INSERT INTO water (jurisdiction, id, name, geom)
    SELECT ${jurisdiction}, 'w1', '永康江', ST_SetSRID(ST_MakeLine(array_agg(ST_MakePoint(119.9 + n * 0.005, 28.9 + 0.08 * sin(n)) ORDER BY n)), 4326)
    FROM generate_series(0, 100) AS n`.execute(db);
  await sql`INSERT INTO road_segment (jurisdiction, id, name, class, length_metres, geom)
    SELECT ${jurisdiction}, class, NULL, class, 1, ST_GeomFromText('LINESTRING(120 28.8,120.05 28.81,120.1 28.85,120.3 28.9)', 4326)
    FROM unnest(${['motorway', 'trunk', 'primary', 'secondary', 'tertiary', 'local', 'service', 'path']}::text[]) AS class`.execute(
    db,
  );
}

async function insertBatch(db: Db, jurisdiction: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    INSERT INTO import_batch (jurisdiction, subject, file_name, options, rows_read, rows_accepted, rows_rejected, rows_known)
    VALUES (${jurisdiction}, 'incidents', 'fixture', '{}', 0, 0, 0, 0) RETURNING id`.execute(db);
  return rows[0]?.id ?? '';
}

async function insertRisks(db: Db, jurisdiction: string, batch: string): Promise<void> {
  await sql`
    INSERT INTO hazard (jurisdiction, category, severity, title, state, is_listed, reported_at, deadline, closed_at,
                        content_hash, batch_id, geom)
    SELECT ${jurisdiction}, 'fire', 'major', '隐患 ' || n, CASE n WHEN 3 THEN 'closed' ELSE 'assigned' END, n = 1,
           timestamptz '2020-01-01', CASE WHEN n > 1 THEN date '2020-01-09' + n END,
           CASE n WHEN 3 THEN timestamptz '2020-01-05' END, md5(n::text)::uuid, ${batch},
           ST_SetSRID(ST_MakePoint(120 + n * 0.01, 28.85), 4326)
    FROM generate_series(1, 5) AS n`.execute(db);
  await sql`
    INSERT INTO premises (jurisdiction, name, assumed_points, live_points, content_hash, batch_id, geom)
    SELECT ${jurisdiction}, '出租房', n + 0.5, points, md5(n::text)::uuid, ${batch},
           ST_SetSRID(ST_MakePoint(120 + n * 0.01, 28.86), 4326)
    FROM unnest(${[null, 0, 5, 8, 12.5]}::float8[]) WITH ORDINALITY AS known (points, n)`.execute(
    db,
  );
  await sql`
    INSERT INTO black_spot (jurisdiction, name, rule, window_from, window_to, crashes, fatal, serious, length_metres, geom)
    SELECT ${jurisdiction}, 'spot', 'cn-2008-county', date '2018-01-01', date '2021-01-01', 6, 1, 2, 500, geom
    FROM unnest(ARRAY[ST_GeomFromText('LINESTRING(120 28.8,120.003 28.802)', 4326), ST_GeomFromText('POINT(120.1 28.9)', 4326)]) AS geom`.execute(
    db,
  );
}

/** Places from a fixed quasi-random sequence; some lie exactly on tile borders. */
async function insertIncidents(db: Db, jurisdiction: string): Promise<void> {
  await sql
    .raw(`
    CREATE TABLE IF NOT EXISTS incident_2020_01 PARTITION OF incident FOR VALUES FROM ('2020-01-01') TO ('2020-02-01');
    CREATE TABLE IF NOT EXISTS incident_2020_02 PARTITION OF incident FOR VALUES FROM ('2020-02-01') TO ('2020-03-01');
  `)
    .execute(db);
  const { lattice, metricSrid } = (await findJurisdiction(db, jurisdiction)) ?? {};
  if (!lattice || !metricSrid) throw new Error(`no jurisdiction ${jurisdiction}`);
  await sql`
    INSERT INTO incident (jurisdiction, month, kind, occurred_from, occurred_to, cell_i, cell_j, content_hash, batch_id, geom)
    SELECT ${jurisdiction}, month, 'theft', month, month, cell.i, cell.j, md5(month || ' ' || n)::uuid,
           (SELECT max(id) FROM import_batch WHERE jurisdiction = ${jurisdiction}), geom
    FROM generate_series(1, ${INCIDENTS_A_MONTH}::int) AS n
    CROSS JOIN LATERAL (
      SELECT ST_SetSRID(ST_MakePoint(
        CASE WHEN n % 10 = 0 THEN 119.8828125 + (n % 40) * 0.010986328125 ELSE 119.9 + mod(n * 0.6180339887, 1) * 0.5 END,
        28.7 + mod(n * 0.7548776662, 1) * 0.4), 4326) AS geom
    ) AS place
    CROSS JOIN LATERAL (SELECT ST_Transform(geom, ${metricSrid}::int) AS metric) AS projected
    CROSS JOIN LATERAL ${latticeIndex(lattice, sql`ST_X(metric)`, sql`ST_Y(metric)`)} AS cell,
    unnest(ARRAY[date '2020-01-01', date '2020-02-01']) AS month
  `.execute(db);
  await rebuildFacts(db, jurisdiction);
}

async function insertRun(db: Db, jurisdiction: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    INSERT INTO ranking_run (jurisdiction, month, ranker, parameters, as_of, data_version, method_version, cells_total)
    VALUES (${jurisdiction}, date '2020-03-01', 'count_12m', '{}', date '2020-03-01', 1, 1, 12) RETURNING id`.execute(
    db,
  );
  const run = rows[0]?.id ?? '';
  await sql`
    INSERT INTO hotspot (jurisdiction, run_id, rank, i, j, score, count, harm, z, q)
    SELECT ${jurisdiction}, ${run}, row_number() OVER (ORDER BY i, j), i, j, 10.5, 3, 30,
           CASE WHEN i > 0 THEN -1.25 END, CASE WHEN i > 0 THEN 0.04 END
    FROM cell WHERE jurisdiction = ${jurisdiction}`.execute(db);
  return run;
}
