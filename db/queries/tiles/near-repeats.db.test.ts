import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { cellsOfBox, insertIncidents, insertJurisdiction } from '@/db/testing/builders';
import { inRollback, openTestDatabase } from '@/db/testing/database';
import { tileAt } from '@/geo/projection/web-mercator';
import { nearRepeatFeatures } from './near-repeats';

const database = await openTestDatabase();

it('holds what happened in the two weeks before the month and was reported by then', () =>
  inRollback(database, async (db) => {
    const jurisdiction = await insertJurisdiction(db, {
      cells: cellsOfBox(1, 1),
      kinds: ['theft', 'fraud'],
    });
    await insertIncidents(db, jurisdiction, [
      { i: 0, j: 0, day: '2024-02-15' },
      { i: 0, j: 0, day: '2024-02-17' },
      { i: 0, j: 0, day: '2024-02-29', kind: 'fraud' },
      { i: 0, j: 0, day: '2024-02-28', reported: '2024-03-01' },
      { i: 0, j: 0, day: '2024-03-01' },
    ]);
    const found = async (more: object = {}) => {
      const tile = tileAt(120, 28.9, 14);
      const query = nearRepeatFeatures({ jurisdiction, tile, month: '2024-03-01', ...more });
      const { rows } = await sql<{ kind: string; days_ago: number; radius: number }>`
        SELECT kind, days_ago, radius FROM (${query}) AS feature`.execute(db);
      return rows;
    };
    expect((await found()).map(({ kind, days_ago }) => [kind, days_ago])).toEqual([
      ['theft', 13],
      ['fraud', 1],
    ]);
    expect(await found({ kind: 'fraud' })).toHaveLength(1);
    expect(await found({ tile: tileAt(120.5, 28.9, 14) })).toEqual([]);
    // 200 m at 28.9° north, in pixels of a world of 512 pixels at zoom 22.
    const [first] = await found();
    expect(first?.radius).toBeCloseTo(
      (200 * 512 * 2 ** 22) / (40_075_016.686 * Math.cos((28.9 * Math.PI) / 180)),
      0,
    );
  }));
