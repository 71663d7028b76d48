import { cellsOfBox } from '@/db/testing/builders';
import { type Neighbours, neighbours } from '@/geo/grid/neighbours';
import { benjaminiHochberg } from '@/geo/stats/benjamini-hochberg';
import { dbscan } from '@/geo/stats/dbscan';
import { emergingHotspot } from '@/geo/stats/emerging-hotspots';
import { localGiStar } from '@/geo/stats/getis-ord';
import { kdeSurface } from '@/geo/stats/kde-surface';
import { knoxTable } from '@/geo/stats/knox';
import { localMoran } from '@/geo/stats/local-moran';
import { twoSidedP } from '@/geo/stats/normal';
import { permutationP } from '@/geo/stats/permutations';
import { median } from '../quantile';
import { type BenchPoints, countCells, FIELD } from './points';

/** What the peers are given too. */
export const SETTINGS = {
  permutations: 499,
  dbscan: { reachMetres: 100, fewestPoints: 10 },
  kdeBandwidthMetres: 500,
  knoxPoints: 20_000,
} as const;

export type ArrayFigures = {
  giStarMs: number;
  moranMs: number;
  permutationsMs: number;
  emergingMs: number;
  dbscanMs: number;
  clusters: number;
  kdeMs: number;
  knoxMs: number;
  /** z of the field, to be compared with the peer's and the database's. */
  z: Float64Array;
};

const WARM_UPS = 300;

/** Times the typed-array statistics: on the cells and points of `some`, KDE on those of `all`. */
export function measureArrays(some: BenchPoints, all: BenchPoints, rounds: number): ArrayFigures {
  const cells = cellsOfBox(FIELD.columns, FIELD.rows);
  const around = neighbours('square', cells);
  const counts = countCells(some);
  const { permutations, kdeBandwidthMetres } = SETTINGS;
  for (let run = 0; run < WARM_UPS; run++) localGiStar(counts, around);
  const lattice = { shape: 'square', sizeMetres: FIELD.cellMetres, ...FIELD } as const;
  const byMonth = monthlyCounts(some);
  const cluster = () => dbscan(some.x, some.y, SETTINGS.dbscan);
  return {
    z: localGiStar(counts, around),
    giStarMs: medianMs(WARM_UPS, () => localGiStar(counts, around)),
    moranMs: medianMs(rounds, () => localMoran(counts, around)),
    permutationsMs: medianMs(rounds, () => permutationP(counts, around, { permutations, seed: 1 })),
    emergingMs: medianMs(rounds, () => emergingClasses(byMonth, around)),
    dbscanMs: medianMs(rounds, cluster),
    clusters: cluster().clusters,
    kdeMs: medianMs(rounds, () =>
      kdeSurface(lattice, cells, all, { bandwidthMetres: kdeBandwidthMetres }),
    ),
    knoxMs: medianMs(1, () => nearRepeats(some)),
  };
}

/** Counts of the cells by month. */
function monthlyCounts({ x, y, months }: BenchPoints): Float64Array[] {
  return Array.from({ length: 12 }, (_, month) => {
    const isOfMonth = (_value: number, point: number) => months[point] === month;
    return countCells({ x: x.filter(isOfMonth), y: y.filter(isOfMonth) });
  });
}

/** Gi* and q of each month, then the class of each cell. */
function emergingClasses(counts: readonly Float64Array[], around: Neighbours): string[] {
  const steps = counts.map((values) => {
    const z = localGiStar(values, around);
    return { z, q: benjaminiHochberg(z.map(twoSidedP)) };
  });
  return Array.from({ length: around.offsets.length - 1 }, (_, cell) => {
    const scores = Float64Array.from(steps, ({ z }) => z[cell] ?? 0);
    const marks = steps.map(({ q }) => Number((q[cell] ?? 1) < 0.05));
    const found = emergingHotspot(scores, marks);
    return found.ok ? found.class : found.reason;
  });
}

function nearRepeats({ x, y, months }: BenchPoints) {
  const few = { x: x.subarray(0, SETTINGS.knoxPoints), y: y.subarray(0, SETTINGS.knoxPoints) };
  // Spread over each month, so that bands of weeks have something to tell apart.
  const times = Float64Array.from(few.x, (_, point) => (months[point] ?? 0) * 30 + (point % 30));
  return knoxTable(
    { ...few, times },
    {
      distanceLimitsMetres: [0, 100, 200, 300, 400, 500],
      timeLimitsDays: [0, 7, 14, 21, 28],
      hasSameLocationBand: true,
      metric: 'euclidean',
      seed: 1,
    },
  );
}

/** Once before it counts, so that what is measured is compiled. */
function medianMs(rounds: number, work: () => unknown): number {
  work();
  return median(
    Array.from({ length: rounds }, () => {
      const started = performance.now();
      work();
      return performance.now() - started;
    }),
  );
}
