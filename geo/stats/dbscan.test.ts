import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { column, hasSharedGolden, readSharedGolden, SHARED_GOLDEN_NOTE } from '../testing/golden';
import { dbscan } from './dbscan';

describe('dbscan against other tools', () => {
  it.skipIf(!hasSharedGolden).each([
    ['pts_10k.csv', 'dbscan_R_10k_eps250_min20.csv', 250, 20],
    ['pts_100k.csv.gz', 'dbscan_R_100k_eps100_min10.csv', 100, 10],
  ])(
    `finds in %s the cores and clusters of %s, renamed${SHARED_GOLDEN_NOTE}`,
    (file, golden, reachMetres, fewestPoints) => {
      const points = readSharedGolden(file);
      const rows = readSharedGolden(golden);
      const found = dbscan(column(points, 'x'), column(points, 'y'), { reachMetres, fewestPoints });
      expect([...found.cores]).toEqual(rows.map(({ core }) => core));
      const pairs = new Set<string>();
      rows.forEach(({ cluster, core }, point) => {
        if (core) pairs.add(`${cluster} ${found.labels[point]}`);
      });
      // As many pairs of names as there are names on either side: a renaming.
      expect(pairs.size).toBe(found.clusters);
      expect(pairs.size).toBe(Math.max(...rows.map(({ cluster }) => cluster!)));
      // A border point between two clusters may go to either, but noise is noise.
      expect(rows.map(({ cluster }) => cluster === 0)).toEqual(
        [...found.labels].map((name) => name === 0),
      );
    },
  );
});

describe('dbscan', () => {
  const points = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 25 }), fc.integer({ min: -9, max: 9 })),
    { maxLength: 60 },
  );
  const typed = (rows: readonly (readonly [number, number])[]) =>
    [Float64Array.from(rows, ([x]) => x), Float64Array.from(rows, ([, y]) => y)] as const;
  const OPTIONS = { reachMetres: 3, fewestPoints: 4 };

  it('finds what the definition says, comparing each with each', () => {
    fc.assert(
      fc.property(points, (rows) => {
        const found = dbscan(...typed(rows), OPTIONS);
        const near = (a: number, b: number) =>
          Math.hypot(rows[a]![0] - rows[b]![0], rows[a]![1] - rows[b]![1]) <= 3;
        const all = [...rows.keys()];
        const cores = all.filter((a) => all.filter((b) => near(a, b)).length >= 4);
        expect(all.filter((point) => found.cores[point])).toEqual(cores);
        expect(namesOf(cores, found.labels)).toEqual(connected(cores, near));
        for (const point of all.filter((one) => !cores.includes(one))) {
          const around = cores.filter((core) => near(point, core));
          const names = around.map((core) => found.labels[core]!);
          expect(names.length === 0 ? [0] : names).toContain(found.labels[point]);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('finds the same clusters in any order, and moved, and rescaled', () => {
    fc.assert(
      fc.property(points, (rows) => {
        const found = dbscan(...typed(rows), OPTIONS);
        const moved = rows.map(([x, y]) => [2 * x + 8192, 2 * y - 64] as const);
        const same = dbscan(...typed(moved), { ...OPTIONS, reachMetres: 6 });
        expect(same).toEqual(found);
        const turned = dbscan(...typed(rows.toReversed()), OPTIONS);
        expect([...turned.cores].toReversed()).toEqual([...found.cores]);
        expect(turned.clusters).toBe(found.clusters);
      }),
    );
  });

  it('gives a point between two clusters to the nearer one, or to the first of equally near ones', () => {
    const left = [-4, -5, -5, -6].map((x) => [x, 0] as const);
    const right = [4, 5, 5, 6].map((x) => [x, 0] as const);
    const options = { reachMetres: 4, fewestPoints: 4 };
    const labelled = (x: number) => dbscan(...typed([...right, [x, 0], ...left]), options).labels;
    expect([...labelled(0)]).toEqual([1, 1, 1, 1, 1, 2, 2, 2, 2]);
    const closer = dbscan(...typed([...right, [-0.25, 0], ...left]), {
      ...options,
      reachMetres: 4.25,
    });
    expect(closer.labels[4]).toBe(2);
  });

  it('counts a point at exactly the reach, and the point itself', () => {
    const pair = typed([
      [0, 0],
      [3, 4],
    ]);
    expect(dbscan(...pair, { reachMetres: 5, fewestPoints: 2 }).clusters).toBe(1);
    expect(dbscan(...pair, { reachMetres: 4.999, fewestPoints: 2 }).clusters).toBe(0);
    expect([...dbscan(...pair, { reachMetres: 1, fewestPoints: 1 }).labels]).toEqual([1, 2]);
  });

  it('finds nothing in nothing, and one cluster where all are at one place', () => {
    expect(dbscan(...typed([]), OPTIONS)).toEqual({
      labels: new Uint32Array(0),
      cores: new Uint8Array(0),
      clusters: 0,
    });
    const heap = dbscan(...typed(Array(9).fill([7, 7])), OPTIONS);
    expect([...heap.labels]).toEqual(Array(9).fill(1));
  });

  it.each([
    { reachMetres: 0, fewestPoints: 4 },
    { reachMetres: Infinity, fewestPoints: 4 },
    { reachMetres: 3, fewestPoints: 0 },
    { reachMetres: 3, fewestPoints: 1.5 },
  ])('refuses %j', (options) => {
    expect(() => dbscan(...typed([[0, 0]]), options)).toThrow(RangeError);
  });
});

/** Groups of cores, each in order, in the order of their first. */
function namesOf(cores: readonly number[], labels: Uint32Array): number[][] {
  const groups = new Map<number, number[]>();
  for (const core of cores) {
    const name = labels[core]!;
    groups.set(name, [...(groups.get(name) ?? []), core]);
  }
  return [...groups.values()];
}

function connected(cores: readonly number[], near: (a: number, b: number) => boolean): number[][] {
  const left = new Set(cores);
  const groups: number[][] = [];
  for (const core of cores) {
    if (!left.delete(core)) continue;
    const group = [core];
    for (const member of group) {
      const next = [...left].filter((other) => near(member, other));
      for (const other of next) left.delete(other);
      group.push(...next);
    }
    groups.push(group.sort((a, b) => a - b));
  }
  return groups;
}
