import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { speak } from './testing/spoken-command';

/** What `zhantu plan` says; it needs no database. */
vi.mock('@/lib/server/database', () => ({}));
const folder = mkdtempSync(join(tmpdir(), 'zhantu-plan-'));
afterAll(() => rmSync(folder, { recursive: true }));

const GOLDEN = join(import.meta.dirname, '../geo/fixtures/patrol-instance.json');
const words = ['plan', '--instance', GOLDEN, '--iterations', '500', '--seconds', '600'];

it('prints the same bytes for the same seed: tours, arrivals, travel, revisits, what was left out', async () => {
  const { status, stdout } = await speak(...words, '--json');
  const plan = JSON.parse(stdout);
  expect(status).toBe(0);
  expect(plan).toMatchObject({
    mode: 'cycles',
    seed: 1,
    iterations: 500,
    isCutShort: false,
    leftOut: [],
  });
  expect(plan.teams).toHaveLength(12);
  expect(plan.worstRevisitSeconds).toBeLessThanOrEqual(7200);
  const [{ stops, travelSeconds }] = plan.teams;
  expect(stops[0].arrivesAtSeconds).toBeLessThanOrEqual(stops[0].beginsAtSeconds);
  expect(travelSeconds).toBeLessThan(plan.travelSeconds);
  expect((await speak(...words, '--json')).stdout).toBe(stdout);
  expect((await speak(...words, '--json', '--seed', '2')).stdout).not.toBe(stdout);
});

it('says in words how long the longest revisit is', async () => {
  const { stdout } = await speak(...words, '--mode', 'windows');
  expect(stdout).toMatch(
    /^windows, seed 1, 500 iterations\ntravel \d+ s; longest revisit [23]:\d\d/,
  );
  expect(stdout).toContain('nothing left out');
});

it('says what of a file is wrong', async () => {
  const wrong = async (text: string) => {
    const file = join(folder, 'wrong.json');
    writeFileSync(file, text);
    const { status, stderr } = await speak('plan', '--instance', file);
    expect(status).toBe(1);
    return stderr;
  };
  const instance = {
    depots: [[0, 0]],
    hotspots: [[1, 1]],
    travel: [
      [0, 1],
      [1, 0],
    ],
  };
  expect(await wrong('{')).toContain('is not JSON');
  expect(await wrong(JSON.stringify({ ...instance, travel: [[0]] }))).toContain(
    'travel: needs 2 rows of 2 seconds',
  );
  expect(await wrong(JSON.stringify({ ...instance, priority: [1, 2] }))).toContain(
    'priority: needs one number for each of 1',
  );
  expect(await wrong(JSON.stringify({ ...instance, teams: [1] }))).toContain(
    'teams: names a depot that is none of 1',
  );
  expect((await speak('plan', '--instance', join(folder, 'none.json'))).stderr).toContain(
    'cannot read',
  );
  expect((await speak('plan', '--instance', GOLDEN, '--mode', 'sideways')).status).toBe(2);
});
