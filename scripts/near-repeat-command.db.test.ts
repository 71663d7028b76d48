import { expect, it, vi } from 'vitest';
import {
  cellsOfBox,
  insertFacts,
  insertIncidents,
  insertJurisdiction,
} from '../db/testing/builders';
import { openTestDatabase } from '../db/testing/database';
import { speak } from './testing/spoken-command';

/** What `zhantu near-repeat` says. */
const database = await openTestDatabase();
vi.mock('@/lib/server/database', () => ({
  database: async () => database,
  ownerDatabase: async () => database,
}));

const CODE = await insertJurisdiction(database.db, {
  cells: cellsOfBox(2, 2),
  kinds: ['theft', 'fraud'],
});
await insertFacts(database.db, CODE, [{ i: 0, j: 0, month: '2024-01-01', count: 5 }]);
const days = ['2024-01-02', '2024-01-03', '2024-01-30', '2024-02-01', '2024-02-20'];
await insertIncidents(
  database.db,
  CODE,
  days.map((day) => ({ i: 0, j: 0, day })),
);
await insertIncidents(database.db, CODE, [{ i: 0, j: 0, day: '2024-01-05', kind: 'fraud' }]);
const words = ['near-repeat', '--jurisdiction', CODE, '--from', '2024-01', '--to', '2024-02'];

it('counts pairs by metres and days, of one kind', async () => {
  const { stdout, status } = await speak(...words, '--kind', 'theft', '--json');
  expect(status).toBe(0);
  const told = JSON.parse(stdout);
  expect(told).toMatchObject({ incidents: 5, permutations: 999, seed: 1, kind: 'theft' });
  // Days 1, 2, 29, 31 and 50, all at one place: pairs 1, 2, 19, 21 and 27 to 30 days apart, and further.
  expect(told.rows[0].map(({ observed }: { observed: number }) => observed)).toEqual([2, 0, 1, 2]);
  expect(told.rows[1].every(({ observed }: { observed: number }) => observed === 0)).toBe(true);
  expect((await speak(...words, '--json')).stdout).toBe((await speak(...words, '--json')).stdout);
  expect((await speak(...words)).stdout).toMatch(/6 incidents from 2024-01 to 2024-02/);
});

it('says what cannot be told', async () => {
  const fraud = await speak(...words, '--kind', 'fraud');
  expect(fraud).toMatchObject({ status: 1 });
  expect(fraud.stderr).toContain('1 incidents from 2024-01 to 2024-02: a repeat takes two');
  expect((await speak(...words, '--permutations', '3')).status).toBe(2);
});
