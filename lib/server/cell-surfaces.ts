import 'server-only';
import type { Db } from '@/db/client';
import { type CellSurface, hasSurfaces, storeSurfaces } from '@/db/queries/cell-surfaces';
import { readCells, readMonthlyHistory } from '@/db/queries/ranking/history';
import { type CellIndex, cellAreaMetres } from '@/geo/grid/lattice';
import { type Neighbours, neighbours } from '@/geo/grid/neighbours';
import { type StepScores, stepScores, trendClasses } from '@/geo/ranking/cell-trend';
import { type History, weightedSums } from '@/geo/ranking/history';
import { KERNEL_UNIT, quarticKernel } from '@/geo/ranking/kernel';
import { cellBox, spread } from '@/geo/ranking/spread';
import { benjaminiHochberg } from '@/geo/stats/benjamini-hochberg';
import { localMoran } from '@/geo/stats/local-moran';
import { addMonths, monthsBetween } from '@/lib/format/month';
import type { PreparedRanking } from './ranking';
import { prepareRun } from './ranking-runs';
import { SingleFlight } from './single-flight';

const MONTHS = 12;
const BANDWIDTH_METRES = 500;
/** Of the cells called a cluster, so many in a hundred may be chance. */
const SIGNIFICANT_Q = 0.05;
/** Less of it would not be drawn. */
const LEAST_DENSITY = 0.1;

const underWay = new SingleFlight<void>();

/**
 * Has the surfaces of a stored run computed, if they are not there: density, trends and clusters of the twelve months before
 * its own, of its kinds and origins. Of a run that knew older incidents than there are now none are computed.
 *
 * @param db who asks, who may be bound to somebody; `owner`, who computes for all.
 * @throws {UserError} where there is no such run.
 */
export async function ensureSurfaces(
  db: Db,
  owner: Db,
  { jurisdiction, runId }: { jurisdiction: string; runId: string },
): Promise<void> {
  if (await hasSurfaces(db, jurisdiction, runId)) return;
  await underWay.run(`${jurisdiction} ${runId}`, async () => {
    const { run, prepared } = await prepareRun(owner, jurisdiction, runId);
    if (run.dataVersion !== prepared.place.dataVersion) return;
    if (await hasSurfaces(owner, jurisdiction, runId)) return;
    const surfaces = await computeSurfaces(owner, prepared);
    await storeSurfaces(owner, { jurisdiction, runId }, surfaces);
  });
}

/** Cells with something to show. Lets other work have its turn between the months. */
async function computeSurfaces(db: Db, { scope, place }: PreparedRanking): Promise<CellSurface[]> {
  const month = scope.month.slice(0, 7);
  if (place.firstMonth === null) return [];
  const [from = month] = [addMonths(month, -MONTHS), place.firstMonth.slice(0, 7)].sort().reverse();
  const steps = monthsBetween(from, month);
  if (steps < 1) return [];
  const cells = await readCells(db, scope.jurisdiction);
  const history = await readMonthlyHistory(db, scope, {
    firstMonth: `${from}-01`,
    lastMonth: `${addMonths(month, -1)}-01`,
    places: cells.length,
    steps,
  });
  const around = neighbours(place.cellShape, cells);
  const scores: StepScores[] = [];
  for (const step of stepScores(history, around, { origin: steps, steps })) {
    scores.push(step);
    await new Promise(setImmediate);
  }
  const trends = trendClasses(scores, cells.length);
  const counts = weightedSums(history, steps, new Array<number>(steps).fill(1), 'count');
  const densities = densityOf(counts, cells, place);
  const clusters = clustersOf(counts, around, history);
  return cells.flatMap((cell, index) => {
    const surface = {
      ...cell,
      density: densities[index] ?? 0,
      trend: trends[index] ?? 'none',
      cluster: clusters[index] ?? 'none',
    };
    const hasSome =
      surface.density >= LEAST_DENSITY || surface.trend !== 'none' || surface.cluster !== 'none';
    return hasSome ? [surface] : [];
  });
}

/** Incidents per km² under a quartic kernel over the cells' centres, which keeps their number but for the edge. */
function densityOf(
  counts: Float64Array,
  cells: readonly CellIndex[],
  { cellShape: shape, cellSizeMetres: sizeMetres }: PreparedRanking['place'],
): Float64Array {
  const kernel = quarticKernel({ shape, sizeMetres }, Math.max(BANDWIDTH_METRES, 2 * sizeMetres));
  const whole = kernel.steps.reduce((sum, { weight }) => sum + weight, 0);
  const squareKilometres = cellAreaMetres({ shape, sizeMetres }) / 1e6;
  return spread(cellBox(shape, cells), counts, kernel).map(
    (value) => value / (whole === 0 ? KERNEL_UNIT : whole) / squareKilometres,
  );
}

function clustersOf(counts: Float64Array, around: Neighbours, { places }: History): string[] {
  if (places < 3) return new Array<string>(places).fill('none');
  const { quadrants, p } = localMoran(counts, around);
  const q = benjaminiHochberg(p);
  return quadrants.map((quadrant, place) => ((q[place] ?? 1) < SIGNIFICANT_Q ? quadrant : 'none'));
}
