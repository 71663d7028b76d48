import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { openTestDatabase } from '@/db/testing/database';
import { cellIndex } from '@/geo/grid/cell-index';
import type { ParsedChunk, ParsedRow, Reject } from '@/lib/import/types';
import { rebuildJurisdictionFacts } from '../facts';
import { boxPolygon, createJurisdiction } from '../jurisdictions';
import { undoImport } from './batches';
import { type ImportRequest, importRows } from './import-rows';

const database = await openTestDatabase();
const { db } = database;
/** A new jurisdiction a test: the database is shared, the tenants are apart. */
let code = '';
let nextCode = 330_000;

const HOUR = 3_600_000;
const START = Date.UTC(2020, 0, 15, 4);
const [LON, LAT] = [120.04, 28.89];

beforeEach(async () => {
  code = String(nextCode++);
  await createJurisdiction(database, {
    code,
    name: '测试市',
    polygons: [boxPolygon([120, 28.85, 120.08, 28.93])],
  });
});

function row(rowNumber: number, more: Partial<ParsedRow> = {}): ParsedRow {
  return {
    rowNumber,
    raw: `row ${rowNumber}`,
    sourceId: null,
    kind: 'theft',
    occurredFrom: START,
    occurredTo: null,
    reportedAt: null,
    x: LON,
    y: LAT,
    fields: {},
    ...more,
  };
}

async function bring(rows: (ParsedRow | Reject)[], more: Partial<ImportRequest> = {}) {
  const refused: { rowNumber: number; reason: string; detail: string; raw: string }[] = [];
  const chunks = async function* (): AsyncGenerator<ParsedChunk> {
    yield rows;
  };
  const summary = await importRows(database, {
    jurisdiction: code,
    subject: 'incidents',
    fileName: 'test.csv',
    rows: chunks(),
    srid: 4326,
    createKinds: true,
    onRejects: (page) => void refused.push(...page),
    ...more,
  });
  return { ...summary, refused };
}

async function facts() {
  const { rows } = await sql<Record<string, unknown>>`
    SELECT kind, month, NULL AS known_month, origin, i, j, count, harm FROM cell_month WHERE jurisdiction = ${code}
    UNION ALL
    SELECT kind, month, known_month, origin, i, j, count, harm FROM cell_month_late WHERE jurisdiction = ${code}
    ORDER BY kind, month, known_month NULLS FIRST, origin, i, j
  `.execute(db);
  return rows;
}

const stored = async (table = 'incident') =>
  (
    await sql<{
      n: number;
    }>`SELECT count(*)::int AS n FROM ${sql.table(table)} WHERE jurisdiction = ${code}`.execute(db)
  ).rows[0]!.n;

describe('an import of incidents', () => {
  it('takes the rows with their local month and cell, and counts them', async () => {
    // 16:30 UTC on 31 January is already February in China.
    const late = Date.UTC(2020, 0, 31, 16, 30);
    const summary = await bring([
      row(2),
      row(3, { occurredFrom: late, fields: { origin: '巡逻', colour: '红' } }),
    ]);
    expect(summary).toMatchObject({ read: 2, accepted: 2, known: 0, rejected: 0, outsideCells: 0 });
    const { rows } = await sql<Record<string, unknown>>`
      SELECT month, origin, attributes, occurred_to = occurred_from AS is_instant, kind, cell_i AS i, cell_j AS j,
             ST_X(ST_Transform(geom, 4549)) AS x, ST_Y(ST_Transform(geom, 4549)) AS y
      FROM incident WHERE jurisdiction = ${code} ORDER BY id
    `.execute(db);
    expect(rows).toMatchObject([
      { month: '2020-01-01', origin: 'citizen', attributes: null, is_instant: true, kind: 'theft' },
      { month: '2020-02-01', origin: 'patrol', attributes: { colour: '红' }, is_instant: true },
    ]);
    const { x, y, i, j } = rows[0]!;
    const lattice = { shape: 'square', sizeMetres: 250, originX: 0, originY: 0 } as const;
    expect({ i, j }).toEqual(cellIndex(lattice, Number(x), Number(y)));
    expect(await facts()).toMatchObject([
      { month: '2020-01-01', origin: 'citizen', count: 1, harm: 1 },
      { month: '2020-02-01', origin: 'patrol', count: 1 },
    ]);
  });

  it('adds nothing when the same rows come again, and counts identical rows of one file as events', async () => {
    const rows = [row(2), row(3), row(4), row(5, { kind: 'fraud' })];
    expect(await bring(rows)).toMatchObject({ accepted: 4, identicalRows: 2, known: 0 });
    expect(await bring(rows)).toMatchObject({ accepted: 0, known: 4, rejected: 0 });
    expect(await bring([...rows, row(6)])).toMatchObject({ accepted: 1, known: 4 });
    expect(await stored()).toBe(5);
  });

  it('knows a row by its id: again is known, another row under it is refused', async () => {
    const first = await bring([
      row(2, { sourceId: 'a' }),
      row(3, { sourceId: 'a' }),
      row(4, { sourceId: 'a', kind: 'fraud' }),
      row(5, { sourceId: 'b' }),
    ]);
    expect(first).toMatchObject({ accepted: 2, known: 1, rejected: 1 });
    expect(first.refused).toMatchObject([{ rowNumber: 4, reason: 'id_conflict', raw: 'row 4' }]);
    const second = await bring([
      row(2, { sourceId: 'a' }),
      row(3, { sourceId: 'b', occurredFrom: START + 60 * 24 * HOUR }),
    ]);
    expect(second).toMatchObject({ accepted: 0, known: 1, rejected: 1 });
    expect(second.refused[0]!.detail).toContain(
      `stored with another content, by import ${first.batch}`,
    );
  });

  it('refuses what has no place here, each with its reason and text', async () => {
    const summary = await bring(
      [
        row(2),
        row(3, { x: LAT, y: LON }),
        row(4, { x: 0, y: 0 }),
        row(5, { x: null }),
        row(6, { x: 121 }),
        row(7, { x: 1e300, y: -1e300 }),
        row(8, { kind: 'unheard' }),
        row(9, { kind: 'a\0b' }),
        row(10, { occurredFrom: null }),
        row(11, { fields: { origin: 'nobody' } }),
        // 600 m and 1.4 km north of the boundary: its buffer is 1 km.
        row(12, { y: 28.93 + 0.0054 }),
        row(13, { y: 28.93 + 0.0126 }),
        { rowNumber: 14, reason: 'unreadable_date', detail: 'no date', raw: 'x\0y\t"z"' },
      ],
      { createKinds: false, constantKind: 'theft' },
    );
    expect(summary).toMatchObject({ read: 13, accepted: 2, rejected: 11, outsideCells: 1 });
    expect(summary.refused.map(({ rowNumber, reason }) => [rowNumber, reason])).toEqual([
      [3, 'outside_jurisdiction'],
      [4, 'zero_coordinates'],
      [5, 'no_coordinates'],
      [6, 'outside_jurisdiction'],
      [7, 'impossible_coordinates'],
      [8, 'unknown_kind'],
      [9, 'unreadable_text'],
      [10, 'no_date'],
      [11, 'unreadable_value'],
      [13, 'outside_jurisdiction'],
      [14, 'unreadable_date'],
    ]);
    expect(summary.refused[0]!.detail).toContain('swapped');
    const { rows } = await sql<{ raw: string }>`
      SELECT raw FROM import_reject WHERE jurisdiction = ${code} ORDER BY row_number DESC LIMIT 1
    `.execute(db);
    expect(rows).toEqual([{ raw: 'x\uFFFDy\t"z"' }]);
  });

  it('takes projected coordinates, in feet too', async () => {
    const { rows } = await sql<{ x: number; y: number }>`
      SELECT ST_X(g) AS x, ST_Y(g) AS y
      FROM ST_Transform(ST_SetSRID(ST_MakePoint(-87.63, 41.88), 4326), 3435) AS g
    `.execute(db);
    code = String(nextCode++);
    await createJurisdiction(database, {
      code,
      name: 'Chicago',
      polygons: [boxPolygon([-87.7, 41.8, -87.6, 41.9])],
    });
    expect(
      await bring([row(2, rows[0]!), row(3, { x: 5e9, y: 5e9 })], { srid: 3435 }),
    ).toMatchObject({
      accepted: 1,
      rejectedByReason: { outside_jurisdiction: 1 },
    });
    const at = await sql<{ lon: number; lat: number }>`
      SELECT round(ST_X(geom)::numeric, 6)::float8 AS lon, round(ST_Y(geom)::numeric, 6)::float8 AS lat
      FROM incident WHERE jurisdiction = ${code}
    `.execute(db);
    expect(at.rows).toEqual([{ lon: -87.63, lat: 41.88 }]);
  });

  it('keeps nothing of a file of which no row is taken', async () => {
    expect(await bring([row(2, { x: null })])).toMatchObject({
      batch: null,
      accepted: 0,
      rejected: 1,
    });
    expect(await stored('import_batch')).toBe(0);
    expect(await stored('import_reject')).toBe(0);
  });

  it('keeps nothing of a file that breaks in its middle', async () => {
    const broken = async function* (): AsyncGenerator<ParsedChunk> {
      yield [row(2)];
      throw new Error('the file ends in the middle of a line');
    };
    await expect(bring([], { rows: broken() })).rejects.toThrow('middle of a line');
    expect(await stored()).toBe(0);
    const { rows } = await sql`
      SELECT relname FROM pg_class WHERE relname LIKE 'incident_load_%'
    `.execute(db);
    expect(rows).toEqual([]);
  });

  it('brings crashes with their severity, mapped from codes', async () => {
    const summary = await bring(
      [
        row(2, { kind: null, fields: { severity: '1', deaths: '2' } }),
        row(3, { kind: null, fields: { severity: '轻伤' }, occurredFrom: START + HOUR }),
        row(4, {
          kind: null,
          fields: { injured: '0', deaths: '0' },
          occurredFrom: START + 2 * HOUR,
        }),
        row(5, { kind: null, fields: { severity: '9' } }),
      ],
      {
        subject: 'crashes',
        createKinds: false,
        valueMaps: new Map([['severity', new Map([['1', 'fatal']])]]),
      },
    );
    expect(summary).toMatchObject({ accepted: 3, rejectedByReason: { unreadable_value: 1 } });
    const { rows } = await sql`
      SELECT incident.kind, severity, deaths FROM crash JOIN incident
        ON incident.jurisdiction = crash.jurisdiction AND incident.month = crash.month AND incident.id = incident_id
      WHERE crash.jurisdiction = ${code} ORDER BY incident_id
    `.execute(db);
    expect(rows).toEqual([
      { kind: 'traffic_crash', severity: 'fatal', deaths: 2 },
      { kind: 'traffic_crash', severity: 'slight', deaths: null },
      { kind: 'traffic_crash', severity: 'damage', deaths: 0 },
    ]);
    await undoImport(database, code, summary.batch!);
    expect([await stored('crash'), await stored(), await facts()]).toEqual([0, 0, []]);
  });

  it('refuses to undo twice, or what is not there', async () => {
    const { batch } = await bring([row(2)]);
    expect(await undoImport(database, code, batch!)).toBe(1);
    await expect(undoImport(database, code, batch!)).rejects.toThrow('undone already');
    await expect(undoImport(database, code, '999999')).rejects.toThrow('no import 999999');
    expect(await bring([row(2)])).toMatchObject({ accepted: 1, known: 0 });
  });
});

/** Rows from few places, hours and kinds, so that equal ones and shared facts come about. */
const event = fc.record({
  hour: fc.integer({ min: 0, max: 40 }),
  step: fc.integer({ min: 0, max: 6 }),
  kind: fc.constantFrom('theft', 'fraud'),
  origin: fc.constantFrom('citizen', 'patrol'),
  /** Days until it was reported; null where nobody knows. */
  reportedAfter: fc.constantFrom(null, 0, 12, 40),
});
type Event = typeof event extends fc.Arbitrary<infer Value> ? Value : never;
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ events: fc.array(event, { minLength: 1, maxLength: 30 }) }) },
  { weight: 1, arbitrary: fc.record({ undo: fc.nat() }) },
);
type Step = { undo: number } | { events: Event[] };

describe('the facts', () => {
  it('are the same kept, rebuilt, and counted by hand, after any imports and undos', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        code = String(nextCode++);
        await createJurisdiction(database, {
          code,
          name: '测试市',
          polygons: [boxPolygon([120, 28.85, 120.08, 28.93])],
        });
        await sql`
          INSERT INTO kind (jurisdiction, code, name_zh, name_en, harm_weight)
          VALUES (${code}, 'fraud', '诈骗', 'Fraud', 0.1)
        `.execute(db);
        const batches: string[] = [];
        for (const each of steps) await take(each, batches);
        const kept = await facts();
        expect(kept).toEqual(await countByHand());
        await rebuildJurisdictionFacts(database, code);
        expect(await facts()).toEqual(kept);
      }),
      { numRuns: 15, seed: 7 },
    );
  });

  async function take(each: Step, batches: string[]) {
    if ('undo' in each) {
      const [id] = batches.splice(each.undo % Math.max(1, batches.length), 1);
      if (id) await undoImport(database, code, id);
      return;
    }
    const rows = each.events.map(({ hour, step: east, kind, origin, reportedAfter }, index) =>
      row(index + 2, {
        occurredFrom: START + hour * 24 * HOUR,
        reportedAt: reportedAfter === null ? null : START + (hour + reportedAfter) * 24 * HOUR,
        x: LON + east * 0.002,
        kind,
        fields: { origin },
      }),
    );
    const { batch } = await bring(rows);
    if (batch) batches.push(batch);
  }

  type Incident = {
    kind: string;
    at: Date;
    reported: Date | null;
    origin: string;
    x: number;
    y: number;
  };

  async function countByHand() {
    const { rows } = await sql<Incident>`
      SELECT kind, occurred_from AS at, reported_at AS reported, origin,
             ST_X(ST_Transform(geom, 4549)) AS x, ST_Y(ST_Transform(geom, 4549)) AS y
      FROM incident WHERE jurisdiction = ${code}
    `.execute(db);
    const counts = new Map<string, Record<string, unknown> & { count: number }>();
    const count = ({ kind, at, origin, x, y }: Incident, knownMonth: string | null) => {
      const cell = cellIndex({ shape: 'square', sizeMetres: 250, originX: 0, originY: 0 }, x, y);
      const month = monthInChina(at);
      const [i, j] = [String(cell.i).padStart(9), String(cell.j).padStart(9)];
      const key = [kind, month, knownMonth ?? '', origin, i, j].join(' ');
      const sum = (counts.get(key)?.count ?? 0) + 1;
      const harm = sum * (kind === 'fraud' ? 0.1 : 1);
      counts.set(key, { kind, month, known_month: knownMonth, origin, ...cell, count: sum, harm });
    };
    for (const incident of rows) {
      count(incident, null);
      const knownMonth = incident.reported && monthInChina(incident.reported);
      if (knownMonth && knownMonth > monthInChina(incident.at)) count(incident, knownMonth);
    }
    return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, fact]) => fact);
  }

  function monthInChina(instant: Date): string {
    return `${new Date(instant.getTime() + 8 * HOUR).toISOString().slice(0, 7)}-01`;
  }
});
