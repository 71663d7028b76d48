import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFixtureText } from '../testing/golden';
import type { PatrolInstance } from './patrol-instance';
import { planPatrols } from './plan-patrols';
import { brokenRules } from './testing/broken-rules';
import { exactPlan } from './testing/exact-plan';
import { drawnInstance } from './testing/instances';

type GoldenFile = {
  readonly depots: readonly unknown[];
  readonly priority: readonly number[];
  readonly travel: readonly (readonly number[])[];
  readonly peers: Readonly<Record<string, { readonly travel: number }>>;
};

const file: GoldenFile = JSON.parse(readFixtureText('patrol-instance.json'));
const golden: PatrolInstance = {
  shiftSeconds: 28_800,
  revisitSeconds: 7200,
  teams: Array.from({ length: 12 }, (_, team) => ({ depot: team % file.depots.length })),
  places: file.priority.map((priority, place) => ({
    location: file.depots.length + place,
    stopSeconds: 900,
    priority,
  })),
  locations: file.travel.length,
  travelSeconds: Float64Array.from(file.travel.flat()),
};

describe('12 teams, 60 hotspots, 8 hours', () => {
  it.each([1, 2, 3])('travels less than VROOM in windows, seed %i', (seed) => {
    const plan = planPatrols(golden, { mode: 'windows', seed, iterations: 20_000 });
    expect(brokenRules(golden, plan)).toEqual([]);
    expect(plan.leftOut).toEqual([]);
    expect(plan.travelSeconds).toBeLessThanOrEqual(file.peers['VROOM 1.14 -x 5']?.travel ?? 0);
  });

  it.each([1, 2, 3])('revisits all of them within 120 minutes in cycles, seed %i', (seed) => {
    const plan = planPatrols(golden, {
      mode: 'cycles',
      seed,
      iterations: 5000,
      isOrderDrawn: true,
    });
    expect(brokenRules(golden, plan)).toEqual([]);
    expect(plan.leftOut).toEqual([]);
    expect(plan.worstRevisitSeconds).toBeLessThanOrEqual(7200);
  });
});

describe('against HiGHS, 12 stops and two teams', () => {
  const LARGE = { places: 12, teams: 2, shiftSeconds: 14_400, revisitSeconds: 14_400 };
  const SHORT = { ...LARGE, shiftSeconds: 4800, revisitSeconds: 4800 };

  it.each([1, 2, 3, 4])(
    'is within a twentieth of the best travel where all fit, case %i',
    async (seed) => {
      const instance = drawnInstance(seed, LARGE);
      const best = await exactPlan(instance, () => 1e5);
      const plan = planPatrols(instance, { mode: 'windows', seed, iterations: 3000 });
      expect(plan.leftOut).toEqual([]);
      expect(best.travelSeconds / plan.travelSeconds).toBeGreaterThanOrEqual(0.95);
      expect(best.travelSeconds).toBeLessThanOrEqual(plan.travelSeconds);
    },
  );

  it.each([1, 2, 3, 4])(
    'is within a twentieth of the best priority where not all fit, case %i',
    async (seed) => {
      const instance = drawnInstance(seed, SHORT);
      const best = await exactPlan(instance, (priority) => 1e5 * priority);
      const plan = planPatrols(instance, { mode: 'windows', seed, iterations: 3000 });
      expect(plan.leftOut.length).toBeGreaterThan(0);
      expect(plan.priority.covered / best.priority).toBeGreaterThanOrEqual(0.95);
      expect(plan.priority.covered).toBeLessThanOrEqual(best.priority);
      expect(best.priority).toBeLessThanOrEqual(plan.priority.bound);
    },
  );
});

describe('any instance', () => {
  const instances = fc.record({
    seed: fc.nat(1000),
    places: fc.integer({ min: 0, max: 15 }),
    teams: fc.integer({ min: 1, max: 4 }),
    shiftSeconds: fc.integer({ min: 600, max: 30_000 }),
    revisitSeconds: fc.integer({ min: 600, max: 30_000 }),
  });
  const modes = fc.constantFrom('cycles', 'windows');

  it('keeps every rule, and no more priority than its bound', () => {
    fc.assert(
      fc.property(instances, modes, fc.boolean(), ({ seed, ...rest }, mode, isOrderDrawn) => {
        const instance = drawnInstance(seed, rest);
        const plan = planPatrols(instance, { mode, seed, iterations: 50, isOrderDrawn });
        expect(brokenRules(instance, plan)).toEqual([]);
        expect(plan.priority.covered).toBeLessThanOrEqual(plan.priority.bound + 1e-6);
      }),
    );
  });

  it('is planned alike by the same seed', () => {
    fc.assert(
      fc.property(instances, modes, ({ seed, ...rest }, mode) => {
        const instance = drawnInstance(seed, rest);
        const plan = () =>
          planPatrols(instance, { mode, seed, iterations: 30, isOrderDrawn: true });
        expect(plan()).toEqual(plan());
      }),
    );
  });

  it('ends in time, and says that it was cut short', () => {
    let looks = 0;
    const plan = planPatrols(golden, {
      mode: 'windows',
      seed: 1,
      iterations: 1_000_000,
      elapsedShare: () => looks++ / 10,
    });
    expect(plan.isCutShort).toBe(true);
    expect(plan.iterations).toBeLessThan(2000);
    expect(brokenRules(golden, plan)).toEqual([]);
  });

  it('leaves a place out sooner than let one wait too long', () => {
    // Back from the second place to the first takes 2,000 s: four rounds of 7,600 s would fit in the shift.
    const instance: PatrolInstance = {
      shiftSeconds: 28_800,
      revisitSeconds: 7200,
      teams: [{ depot: 0 }],
      places: [1, 2].map((location) => ({ location, stopSeconds: 2800, priority: location })),
      locations: 3,
      travelSeconds: Float64Array.of(0, 0, 9000, 9000, 0, 0, 0, 2000, 0),
    };
    const plan = planPatrols(instance, { mode: 'cycles', seed: 1, iterations: 20 });
    expect(plan.leftOut.map(({ place }) => place)).toEqual([0, 0, 0, 0]);
    expect(brokenRules(instance, plan)).toEqual([]);
  });

  it('refuses travel times of another size', () => {
    expect(() =>
      planPatrols({ ...golden, locations: 3 }, { mode: 'cycles', seed: 1, iterations: 1 }),
    ).toThrow('4096 travel times for 3 locations');
  });
});
