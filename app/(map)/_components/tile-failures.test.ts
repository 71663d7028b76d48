import { expect, it } from 'vitest';
import { reasonOf } from './ground-failure';
import { TileFailures } from './tile-failures';

it('gives a server up whose first tile fails', () => {
  expect(new TileFailures().fail()).toBe(true);
});

it('bears single failures of a server that has answered, and no row of them', () => {
  const failures = new TileFailures();
  failures.load();
  expect([failures.fail(), failures.fail()]).toEqual([false, false]);
  failures.load();
  expect([failures.fail(), failures.fail(), failures.fail()]).toEqual([false, false, true]);
});

it('tells a refusal from an error and from no answer', () => {
  expect([403, 401, 429, 500, 400, 0].map(reasonOf)).toEqual([
    'refused',
    'refused',
    'refused',
    'broken',
    'broken',
    'silent',
  ]);
});
