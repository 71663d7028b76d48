import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { Db } from '@/db/client';
import { scorePremises } from '@/db/queries/premises-risk';
import { inRollback, openTestDatabase } from '@/db/testing/database';
import { screenJurisdiction } from './black-spots';

const database = await openTestDatabase();
const CODE = '990001';
const AS_OF = '2020-07-01';

type TestCrash = { metre: number; day: string; severity?: string; north?: number };

/** A straight road of 3 km east of (500000, 3200000) in EPSG:4549, in three segments of one name, and its crashes. */
async function layRoad(db: Db, crashes: readonly TestCrash[]): Promise<void> {
  await sql`
    INSERT INTO jurisdiction (code, name, timezone, metric_srid, cell_size_metres, cell_shape, boundary)
    VALUES (${CODE}, 'Test', 'Asia/Shanghai', 4549, 250, 'square',
            ST_Multi(ST_Transform(ST_MakeEnvelope(499000, 3199000, 504000, 3201000, 4549), 4326)))`.execute(
    db,
  );
  await sql`
    INSERT INTO road_segment (jurisdiction, id, name, class, length_metres, geom)
    SELECT ${CODE}, 'r' || n, 'Long Road', 'primary', 1000,
           ST_Transform(ST_SetSRID(ST_MakeLine(ST_MakePoint(500000 + 1000 * n, 3200000), ST_MakePoint(501000 + 1000 * n, 3200000)), 4549), 4326)
    FROM generate_series(0, 2) AS n`.execute(db);
  await sql`INSERT INTO kind (jurisdiction, code, name_zh, name_en) VALUES (${CODE}, 'crash', '事故', 'Crash')`.execute(
    db,
  );
  await sql`CREATE TABLE incident_test PARTITION OF incident FOR VALUES FROM ('2010-01-01') TO ('2030-01-01')`.execute(
    db,
  );
  const batch = await sql<{ id: string }>`
    INSERT INTO import_batch (jurisdiction, subject, file_name, options, rows_read, rows_accepted, rows_rejected, rows_known)
    VALUES (${CODE}, 'crashes', 'test', '{}', 0, 0, 0, 0) RETURNING id`.execute(db);
  for (const [index, { metre, day, severity = 'damage', north = 5 }] of crashes.entries()) {
    await sql`
      WITH added AS (
        INSERT INTO incident (jurisdiction, month, kind, occurred_from, occurred_to, cell_i, cell_j, content_hash, batch_id, geom)
        VALUES (${CODE}, date_trunc('month', ${day}::date), 'crash', ${`${day}T12:00:00+08:00`}::timestamptz,
                ${`${day}T12:00:00+08:00`}::timestamptz, 0, 0, md5(${String(index)})::uuid, ${batch.rows[0]!.id}::bigint,
                ST_Transform(ST_SetSRID(ST_MakePoint(500000 + ${metre}::float8, 3200000 + ${north}::float8), 4549), 4326))
        RETURNING month, id
      )
      INSERT INTO crash (jurisdiction, month, incident_id, severity)
      SELECT ${CODE}, month, id, ${severity} FROM added`.execute(db);
  }
}

const spots = async (db: Db) =>
  (
    await sql<{ rule: string; crashes: number; fatal: number; length: number }>`
      SELECT rule, crashes, fatal, round(length_metres)::int AS length FROM black_spot
      WHERE jurisdiction = ${CODE} ORDER BY crashes DESC, id`.execute(db)
  ).rows;

const at = (...metres: number[]): TestCrash[] =>
  metres.map((metre) => ({ metre, day: '2019-05-05' }));

describe('black spots', () => {
  it('are sections with 5 crashes in 500 m, across segments, told apart when their windows do not overlap', () =>
    inRollback(database, async (db) => {
      // By hand: 5 crashes from 800 to 1200 m (over the joint at 1000 m); 4 at the far end are too few.
      await layRoad(db, at(800, 900, 1010, 1100, 1200, 2400, 2500, 2600, 2700));
      const screening = await screenJurisdiction(db, { jurisdiction: CODE, asOf: AS_OF });
      expect(screening.crashes).toEqual({ placed: 9, unplaced: 0 });
      expect(await spots(db)).toEqual([
        { rule: 'cn-2008-county', crashes: 5, fatal: 0, length: 450 },
      ]);
    }));

  it('count only the three years before the day, and crashes near a road', () =>
    inRollback(database, async (db) => {
      await layRoad(db, [
        ...at(100, 110, 120, 130),
        { metre: 140, day: '2017-06-30' },
        { metre: 140, day: '2020-07-01' },
        { metre: 150, day: '2019-01-01', north: 80 },
      ]);
      const { crashes } = await screenJurisdiction(db, { jurisdiction: CODE, asOf: AS_OF });
      expect(crashes.unplaced).toBe(1);
      expect(await spots(db)).toEqual([]);
      await screenJurisdiction(db, { jurisdiction: CODE, asOf: '2020-06-30' });
      expect((await spots(db)).map(({ crashes: count }) => count)).toEqual([5]);
    }));

  it('meet the city rule by fatal crashes alone, and are replaced when screened again', () =>
    inRollback(database, async (db) => {
      const fatal = at(200, 300, 400).map((crash) => ({ ...crash, severity: 'fatal' }));
      await layRoad(db, fatal);
      for (let times = 0; times < 2; times++)
        await screenJurisdiction(db, { jurisdiction: CODE, asOf: AS_OF });
      expect(await spots(db)).toEqual([
        { rule: 'cn-2008-city-fatal', crashes: 3, fatal: 3, length: 250 },
      ]);
    }));
});

describe('premises risk', () => {
  it('keeps what is assumed apart from what was found, and does not guess', () =>
    inRollback(database, async (db) => {
      await layRoad(db, []);
      await sql`
        INSERT INTO premises (jurisdiction, kind, name, storeys, tenants, checked_at, content_hash, batch_id, geom)
        SELECT ${CODE}, 'rental', name, storeys, tenants, checked::timestamptz, md5(name)::uuid, (SELECT max(id) FROM import_batch), ST_SetSRID(ST_MakePoint(120, 28.9), 4326)
        FROM (VALUES ('open', 3, 12, '2020-05-01'), ('clean', 2, 4, '2020-05-01'), ('unknown', NULL::int, NULL::int, NULL)) AS house (name, storeys, tenants, checked)`.execute(
        db,
      );
      await sql`
        INSERT INTO defect (jurisdiction, premises_id, kind, found_at, closed_at)
        SELECT ${CODE}, premises.id, found.kind, '2020-05-01', closed::timestamptz
        FROM premises, (VALUES ('wiring', NULL), ('sealed_window', '2020-05-20')) AS found (kind, closed)
        WHERE premises.jurisdiction = ${CODE} AND premises.name = 'open'`.execute(db);
      await scorePremises(db, { jurisdiction: CODE, asOf: new Date('2020-06-01') });
      const { rows } = await sql`
        SELECT name, live_points, assumed_points FROM premises WHERE jurisdiction = ${CODE} ORDER BY name`.execute(
        db,
      );
      expect(rows).toEqual([
        { name: 'clean', live_points: 0, assumed_points: 0 },
        { name: 'open', live_points: 6, assumed_points: 5 },
        { name: 'unknown', live_points: null, assumed_points: null },
      ]);
    }));
});
