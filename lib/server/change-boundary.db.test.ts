import fc from 'fast-check';
import type { Polygon } from 'geojson';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { forActor } from '@/db/actor-database';
import type { Db } from '@/db/client';
import { rebuildFacts } from '@/db/queries/facts';
import { openTestDatabase } from '@/db/testing/database';
import { ConflictError, UserError } from '@/lib/user-error';
import { changeBoundary, previewBoundary } from './change-boundary';
import { jobKinds } from './jobs/kinds';
import { readJob } from './jobs/manage';
import { TestJobs } from './jobs/testing/test-jobs';
import { changeSettings, readSettings } from './jurisdiction-settings';
import { boxPolygon, createJurisdiction } from './jurisdictions';
import { storedRanking } from './ranking';
import { tileVersion } from './tiles';

const database = await openTestDatabase();
const { db } = database;
const HERE = '330784';
const ADMIN = {
  userId: 'u1',
  name: 'admin',
  jurisdiction: HERE,
  role: 'admin',
  towns: null,
} as const;
/** About 5 × 5 km, so about 400 cells of 250 m. */
const START = [120, 28.8, 120.05, 28.845] as const;

await createJurisdiction(database, { code: HERE, name: '永康', polygons: [boxPolygon(START)] });
await sql`CREATE TABLE incident_2020_01 PARTITION OF incident FOR VALUES FROM ('2020-01-01') TO ('2020-02-01')`.execute(
  db,
);
await sql`INSERT INTO kind (jurisdiction, code, name_zh, name_en) VALUES (${HERE}, 'theft', '盗', 'theft')`.execute(
  db,
);
await sql`INSERT INTO import_batch (jurisdiction, subject, file_name, options, rows_read, rows_accepted, rows_rejected, rows_known)
  VALUES (${HERE}, 'incidents', 'a.csv', '{}', 1, 1, 0, 0)`.execute(db);
await sql`
  INSERT INTO incident (jurisdiction, month, kind, occurred_from, occurred_to, cell_i, cell_j, content_hash, batch_id, geom)
  SELECT jurisdiction, '2020-01-01', 'theft', '2020-01-02', '2020-01-02', i, j, md5(i || ' ' || j)::uuid,
         (SELECT max(id) FROM import_batch), centre
  FROM cell WHERE (i + j) % 3 = 0`.execute(db);
await sql`INSERT INTO town (jurisdiction, id, name, geom) SELECT code, 't1', '镇', boundary FROM jurisdiction`.execute(
  db,
);
await rebuildFacts(db, HERE);

const rowsOf = async (on: Db, table: string) =>
  (await sql`SELECT * FROM ${sql.table(table)} WHERE jurisdiction = ${HERE}`.execute(on)).rows
    .map((row) => JSON.stringify(row))
    .sort();
const cells = (on: Db) =>
  sql<{ i: number; j: number; size: number }>`
    SELECT i, j, neighbourhood_size AS size FROM cell WHERE jurisdiction = ${HERE} ORDER BY i, j`
    .execute(on)
    .then(({ rows }) => rows);
const versionNow = async () => (await readSettings(db, HERE)).version;
const change = async (polygon: Polygon, keepOutside = true) =>
  changeBoundary(
    database,
    HERE,
    { polygons: [polygon], version: await versionNow(), keepOutside },
    ADMIN,
  );

describe('another boundary', () => {
  it('is told beforehand by what it would change, and changes nothing by that', async () => {
    const before = await cells(db);
    const half = boxPolygon([120, 28.8, 120.025, 28.845]);
    const preview = await previewBoundary(db, HERE, [half]);
    expect(preview.squareMetresAfter / preview.squareMetresBefore).toBeCloseTo(0.5, 2);
    expect(preview.cellsLost).toBeGreaterThan(150);
    expect(preview.cellsGained).toBe(0);
    expect(preview.incidentsUnranked).toBeCloseTo(preview.cellsLost / 3, -1);
    // Within the buffer of a kilometre they are taken still.
    expect(preview.incidentsOutside).toBeGreaterThan(0);
    expect(preview.incidentsOutside).toBeLessThan(preview.incidentsUnranked);
    expect(preview.townsOutside).toBe(0);
    expect(await cells(db)).toEqual(before);
  });

  it('is refused with the place where it crosses itself, where it is too large, and where it is elsewhere', async () => {
    const bow: Polygon = {
      type: 'Polygon',
      coordinates: [
        [
          [120, 28],
          [121, 29],
          [121, 28],
          [120, 29],
          [120, 28],
        ],
      ],
    };
    await expect(previewBoundary(db, HERE, [bow])).rejects.toThrow(
      /Self-intersection.*120\.5 28\.5/,
    );
    await expect(previewBoundary(db, HERE, [boxPolygon([90, 0, 130, 40])])).rejects.toThrow(
      'spans 40',
    );
    await expect(previewBoundary(db, HERE, [boxPolygon([112, 20, 129, 36])])).rejects.toThrow(
      UserError,
    );
    await expect(previewBoundary(db, HERE, [boxPolygon([0, 50, 0.1, 50.1])])).rejects.toThrow(
      'EPSG',
    );
  });

  it('is refused where rows would lie outside that nobody agreed to keep', async () => {
    const before = await versionNow();
    await expect(change(boxPolygon([120, 28.8, 120.02, 28.82]), false)).rejects.toThrow(
      'would lie outside',
    );
    expect(await versionNow()).toBe(before);
  });

  it('is refused to who saw an older one', async () => {
    const version = await versionNow();
    await change(boxPolygon(START));
    await expect(
      changeBoundary(
        database,
        HERE,
        { polygons: [boxPolygon(START)], version, keepOutside: true },
        ADMIN,
      ),
    ).rejects.toThrow(ConflictError);
  });

  it('leaves facts as a recount gives them, and the cells that a first laying would, whatever it is', async () => {
    const degree = (from: number, span: number) =>
      fc.integer({ min: 0, max: 1000 }).map((part) => from + (span * part) / 1000);
    const side = fc.integer({ min: 5, max: 40 }).map((thousandths) => thousandths / 1000);
    const box = fc
      .tuple(degree(119.99, 0.04), degree(28.79, 0.04), side, side)
      .map(([west, south, width, height]) =>
        boxPolygon([west, south, west + width, south + height]),
      );
    const facts = await rowsOf(db, 'cell_month');
    await fc.assert(
      fc.asyncProperty(box, async (polygon) => {
        const told = await change(polygon);
        const laid = await cells(db);
        expect(laid).toHaveLength(told.cellsBefore + told.cellsGained - told.cellsLost);
        expect(await rowsOf(db, 'cell_month')).toEqual(facts);
        expect(await laidAnew(polygon)).toEqual(laid);
      }),
      { numRuns: 6 },
    );
    const totals = await rowsOf(db, 'cell_month_total');
    await rebuildFacts(db, HERE);
    expect(await rowsOf(db, 'cell_month')).toEqual(facts);
    expect(await rowsOf(db, 'cell_month_total')).toEqual(totals);
    await change(boxPolygon(START));
  });

  /** The cells of a jurisdiction that begins with this boundary. */
  async function laidAnew(polygon: Polygon) {
    const code = '330785';
    await createJurisdiction(database, { code, name: '武义', polygons: [polygon] });
    const { rows } = await sql`
      SELECT i, j, neighbourhood_size AS size FROM cell WHERE jurisdiction = ${code} ORDER BY i, j`.execute(
      db,
    );
    await sql`DELETE FROM jurisdiction WHERE code = ${code}`.execute(db);
    return rows;
  }

  it('makes rankings and tiles of before outdated, and keeps what they said', async () => {
    const asked = {
      jurisdiction: HERE,
      month: '2020-02',
      kind: null,
      ranker: 'count_12m',
      cells: 5,
    };
    const before = await storedRanking(db, asked);
    const outline = await tileVersion(database, 'outline', HERE);
    const said = await rowsOf(db, 'hotspot');
    await change(boxPolygon([120, 28.8, 120.03, 28.83]));
    const after = await storedRanking(db, asked);
    expect(after.runId).not.toBe(before.runId);
    expect(after.cellsTotal).toBeLessThan(before.cellsTotal);
    expect(await tileVersion(database, 'outline', HERE)).not.toBe(outline);
    expect(await rowsOf(db, 'hotspot')).toEqual(expect.arrayContaining(said));
    await change(boxPolygon(START));
  });

  it('comes by a job, as whose the log names it', async () => {
    const jobs = new TestJobs(database, ...jobKinds);
    const order = {
      polygons: [boxPolygon([120, 28.8, 120.06, 28.845])],
      version: await versionNow(),
      keepOutside: false,
    };
    const id = await jobs.ask(HERE, { kind: 'boundary', payload: order });
    const late = await jobs.ask(HERE, { kind: 'boundary', payload: order });
    await jobs.worker(0).runDue();
    const job = await readJob(db, HERE, id);
    expect(job).toMatchObject({ state: 'done', figures: { cellsLost: 0 } });
    expect(job.figures.cellsGained).toBeGreaterThan(0);
    expect(await readJob(db, HERE, late)).toMatchObject({
      state: 'failed',
      error: { code: 'refused' },
    });
    const { rows } = await sql<{ name: string; parameters: Record<string, number> }>`
      SELECT name, parameters FROM audit_event WHERE action = 'jurisdiction.change_boundary' ORDER BY at DESC, sequence DESC LIMIT 1`.execute(
      db,
    );
    expect(rows[0]).toMatchObject({ name: 'tester', parameters: { outside: 0 } });
    expect(rows[0]?.parameters.squareMetresAfter).toBeGreaterThan(
      rows[0]?.parameters.squareMetresBefore ?? 0,
    );
  });
});

describe('settings', () => {
  const admin = forActor(database, ADMIN).db;
  const read = () => readSettings(admin, HERE);

  it('are changed by administrators, each change once', async () => {
    const { version, name, bufferMetres, isPublic } = await read();
    const outline = await tileVersion(database, 'outline', HERE);
    const edit = { name: '永康市', bufferMetres: 500, isPublic: true, version };
    const both = await Promise.allSettled([
      changeSettings(admin, HERE, edit, ADMIN),
      changeSettings(admin, HERE, { ...edit, name: '永康县' }, ADMIN),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: expect.any(ConflictError),
    });
    expect(await read()).toMatchObject({ bufferMetres: 500, isPublic: true, version: version + 1 });
    expect(await tileVersion(database, 'outline', HERE)).not.toBe(outline);
    await changeSettings(
      admin,
      HERE,
      { name, bufferMetres, isPublic, version: version + 1 },
      ADMIN,
    );
  });

  it.each(['commander', 'analyst', 'viewer', 'public'])(
    'are not for a %s to change',
    async (role) => {
      const theirs = forActor(database, { ...ADMIN, role }).db;
      const { version } = await read();
      const edit = { name: 'x', bufferMetres: 1, isPublic: true, version };
      await expect(
        changeSettings(theirs, HERE, edit, { ...ADMIN, role: 'viewer' }),
      ).rejects.toThrow();
      expect((await read()).name).toBe('永康');
    },
  );

  it('are not theirs beyond these, nor elsewhere', async () => {
    await expect(sql`UPDATE jurisdiction SET timezone = 'UTC'`.execute(admin)).rejects.toThrow(
      'permission denied',
    );
    await createJurisdiction(database, {
      code: '330785',
      name: '武义',
      polygons: [boxPolygon([120, 28.8, 120.01, 28.81])],
    });
    const { numAffectedRows } = await sql`UPDATE jurisdiction SET name = 'x'`.execute(admin);
    expect(numAffectedRows).toBe(1n);
    await sql`UPDATE jurisdiction SET name = '永康' WHERE code = ${HERE}`.execute(admin);
    await expect(
      changeSettings(
        admin,
        '330785',
        { name: 'x', bufferMetres: 1, isPublic: false, version: 1 },
        ADMIN,
      ),
    ).rejects.toThrow('no jurisdiction');
  });
});
