import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { cellCentre } from '@/geo/grid/cell-centre';
import { cellIndex } from '@/geo/grid/cell-index';
import { cellPolygon } from '@/geo/grid/cell-polygon';
import type { Lattice } from '@/geo/grid/lattice';
import { openTestDatabase } from '../testing/database';
import { latticeCells, latticeIndex, latticePolygon } from './lattice';

const { db } = await openTestDatabase();

const SQUARE: Lattice = { shape: 'square', sizeMetres: 250, originX: 483_750, originY: 3_180_000 };
const HEX: Lattice = { ...SQUARE, shape: 'hex' };
const points = fc.sample(
  fc.tuple(
    fc.double({ min: -9e5, max: 9e5, noNaN: true }),
    fc.double({ min: -1e6, max: 9e6, noNaN: true }),
  ),
  { numRuns: 500, seed: 3 },
);
const x = sql.ref<number>('lattice.x');
const y = sql.ref<number>('lattice.y');

describe.each([SQUARE, HEX])('the $shape lattice in SQL', (lattice) => {
  it('gives each point the cell that TypeScript gives', async () => {
    const { rows } = await sql<{ i: number; j: number }>`
      SELECT cell.i, cell.j
      FROM unnest(${points.map(([px]) => px)}::float8[], ${points.map(([, py]) => py)}::float8[])
             WITH ORDINALITY AS point (x, y, n)
      CROSS JOIN LATERAL ${latticeIndex(lattice, sql.ref('point.x'), sql.ref('point.y'))} AS cell
      ORDER BY n
    `.execute(db);
    expect(rows).toEqual(points.map(([px, py]) => cellIndex(lattice, px, py)));
  });

  it('gives each cell the centre and outline that TypeScript gives', async () => {
    const box = sql`ST_MakeEnvelope(483000, 3179000, 484500, 3181000)`;
    const { rows } = await sql<{ i: number; j: number; x: number; y: number; ring: number[][] }>`
      SELECT lattice.*, ST_AsGeoJSON(${latticePolygon(lattice, x, y)}, 9)::json -> 'coordinates' -> 0 AS ring
      FROM ${latticeCells(lattice, box)} AS lattice
    `.execute(db);
    expect(rows.length).toBeGreaterThan(50);
    for (const row of rows) {
      expect([row.x, row.y]).toEqual(cellCentre(lattice, row));
      const ours = new Set(
        cellPolygon(lattice, row).map(([px, py]) => `${px.toFixed(6)} ${py.toFixed(6)}`),
      );
      expect(new Set(row.ring.map(([px, py]) => `${px!.toFixed(6)} ${py!.toFixed(6)}`))).toEqual(
        ours,
      );
    }
  });

  it('is PostGIS’s own grid', async () => {
    const origin: Lattice = { ...lattice, originX: 0, originY: 0 };
    const grid =
      lattice.shape === 'square'
        ? sql`ST_SquareGrid(250, box)`
        : sql`ST_HexagonGrid(${250 / Math.sqrt(3)}::float8, box)`;
    const { rows } = await sql<{ i: number; j: number; gap: number }>`
      SELECT grid.i, grid.j,
             ST_HausdorffDistance(grid.geom, ${latticePolygon(origin, x, y)}) AS gap
      FROM (SELECT ST_MakeEnvelope(-3000, -3000, 3000, 3000) AS box) area
      CROSS JOIN LATERAL ${grid} AS grid
      LEFT JOIN LATERAL ${latticeCells(origin, sql`area.box`)} AS lattice
        ON lattice.i = grid.i AND lattice.j = grid.j
    `.execute(db);
    expect(rows.length).toBeGreaterThan(500);
    for (const { gap } of rows) expect(gap).toBeLessThan(1e-6);
  });
});
