import 'server-only';
import { z } from 'zod';
import type { Db } from '@/db/client';
import { findStoredRun, listHotspots } from '@/db/queries/ranking-runs';
import { UserError } from '@/lib/user-error';
import { origin, weighing } from '@/lib/validation/ranking';
import { describeRanking, prepareRanking, type Ranking, rankMonth } from './ranking';
import { rankingJson } from './ranking-json';

/** What a stored run keeps of how it was made, beside the ranker's own parameters. */
const storedParameters = z
  .object({ origins: z.array(origin), group: z.string().optional(), weighing: weighing.optional() })
  .catchall(z.number());

/**
 * A stored run: its hotspots as they were kept.
 *
 * @throws {UserError} where there is none of this id.
 */
export async function readRun(db: Db, jurisdiction: string, id: string): Promise<Ranking> {
  const { run, prepared } = await prepareStored(db, jurisdiction, id);
  const cells = await listHotspots(db, { jurisdiction, runId: id, limit: run.cellsTotal });
  return {
    ...describeRanking(prepared, run.dataVersion),
    cellsTotal: run.cellsTotal,
    runId: id,
    cells,
  };
}

/**
 * Ranks again what a stored run ranked, and compares.
 *
 * @throws {UserError} where incidents or the method have changed since: it can be read, not repeated.
 */
export async function verifyRun(
  db: Db,
  jurisdiction: string,
  id: string,
): Promise<{ isSame: boolean; cells: number }> {
  const { run, request, prepared } = await prepareStored(db, jurisdiction, id);
  if (run.dataVersion !== prepared.place.dataVersion)
    throw new UserError(
      `run ${id} knew version ${run.dataVersion} of the incidents, now it is ${prepared.place.dataVersion}: it can be read, not repeated`,
    );
  if (run.methodVersion !== prepared.ranker.methodVersion)
    throw new UserError(
      `run ${id} was made by an older version of ${run.ranker}: it can be read, not repeated`,
    );
  const stored = await readRun(db, jurisdiction, id);
  const again = await rankMonth(db, { ...request, cells: Math.max(1, run.cellsTotal) });
  const hotspots = { ...again, cells: again.cells.filter(({ score }) => score > 0) };
  return { isSame: rankingJson(stored) === rankingJson(hotspots), cells: stored.cells.length };
}

async function prepareStored(db: Db, jurisdiction: string, id: string) {
  const run = /^[0-9]{1,18}$/.test(id) ? await findStoredRun(db, jurisdiction, id) : undefined;
  if (!run)
    throw new UserError(
      `no run ${id} in ${jurisdiction}: runs are stored by --save and by the map`,
    );
  const {
    origins,
    group = null,
    weighing: weighed = 'count',
    ...parameters
  } = storedParameters.parse(run.parameters);
  const request = {
    jurisdiction,
    month: run.month,
    kind: run.kind,
    group,
    weighing: weighed,
    origins,
    ranker: run.ranker,
    parameters,
  };
  return { run, request, prepared: await prepareRanking(db, request) };
}
