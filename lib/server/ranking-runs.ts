import 'server-only';
import { z } from 'zod';
import type { Db } from '@/db/client';
import { listAreaHotspots } from '@/db/queries/area-rankings';
import { findStoredRun, listHotspots } from '@/db/queries/ranking-runs';
import { UserError } from '@/lib/user-error';
import { areaUnit, origin, weighing } from '@/lib/validation/ranking';
import { rankAreas } from './area-ranking';
import { describeRanking, prepareRanking, rankMonth } from './ranking';
import { areaRankingJson, rankingJson } from './ranking-json';

/** What a stored run keeps of how it was made, beside the ranker's own parameters. */
const storedParameters = z
  .object({
    origins: z.array(origin),
    group: z.string().optional(),
    weighing: weighing.optional(),
    /** Of areas: which, and their version. */
    unit: areaUnit.optional(),
    areas: z.string().optional(),
  })
  .catchall(z.number());

/** A stored run in the form of `zhantu rank --json`, and how many cells or areas it has. */
type RunText = { json: string; places: number };

/**
 * A stored run: its hotspots as they were kept.
 *
 * @throws {UserError} where there is none of this id.
 */
export async function readRun(db: Db, jurisdiction: string, id: string): Promise<RunText> {
  return textOf(db, id, await prepareRun(db, jurisdiction, id));
}

/**
 * Ranks again what a stored run ranked, and compares.
 *
 * @throws {UserError} where incidents, areas or the method have changed since: it can be read, not repeated.
 */
export async function verifyRun(
  db: Db,
  jurisdiction: string,
  id: string,
): Promise<{ isSame: boolean; places: number }> {
  const stored = await prepareRun(db, jurisdiction, id);
  const { run, prepared } = stored;
  if (run.dataVersion !== prepared.place.dataVersion)
    throw new UserError(
      `run ${id} knew version ${run.dataVersion} of the incidents, now it is ${prepared.place.dataVersion}: it can be read, not repeated`,
    );
  if (run.methodVersion !== prepared.ranker.methodVersion)
    throw new UserError(
      `run ${id} was made by an older version of ${run.ranker}: it can be read, not repeated`,
    );
  const { json, places } = await textOf(db, id, stored);
  return { isSame: json === (await rankAgain(db, id, stored)), places };
}

async function textOf(db: Db, id: string, stored: Stored): Promise<RunText> {
  const { run, prepared, ofAreas } = stored;
  const { jurisdiction } = prepared.scope;
  const parameters = { ...prepared.parameters, ...ofAreas };
  const described = { ...describeRanking(prepared, run.dataVersion), parameters };
  if (ofAreas === null) {
    const cells = await listHotspots(db, { jurisdiction, runId: id, limit: run.cellsTotal });
    const json = rankingJson({ ...described, cellsTotal: run.cellsTotal, runId: id, cells });
    return { json, places: cells.length };
  }
  const areas = await listAreaHotspots(db, { jurisdiction, runId: id });
  const areasEstimated = areas.filter(({ isEstimated }) => isEstimated).length;
  const areasTotal = run.cellsTotal;
  const { unit } = ofAreas;
  return {
    json: areaRankingJson({ ...described, unit, areasTotal, areasEstimated, areas }),
    places: areas.length,
  };
}

async function rankAgain(db: Db, id: string, stored: Stored): Promise<string> {
  const { run, request, ofAreas } = stored;
  if (ofAreas === null) {
    const again = await rankMonth(db, { ...request, cells: Math.max(1, run.cellsTotal) });
    return rankingJson({ ...again, cells: again.cells.filter(({ score }) => score > 0) });
  }
  const again = await rankAreas(db, request, ofAreas.unit);
  const { areas } = again.parameters;
  if (areas !== ofAreas.areas)
    throw new UserError(
      `the ${ofAreas.unit}s have changed since run ${id}: it can be read, not repeated`,
    );
  return areaRankingJson(again);
}

type Stored = Awaited<ReturnType<typeof prepareRun>>;

/**
 * A stored run, and the request that would make it again.
 *
 * @throws {UserError} where there is none of this id.
 */
export async function prepareRun(db: Db, jurisdiction: string, id: string) {
  const run = /^[0-9]{1,18}$/.test(id) ? await findStoredRun(db, jurisdiction, id) : undefined;
  if (!run)
    throw new UserError(
      `no run ${id} in ${jurisdiction}: runs are stored by --save and by the map`,
    );
  const {
    origins,
    group = null,
    weighing: weighed = 'count',
    unit,
    areas,
    ...parameters
  } = storedParameters.parse(run.parameters);
  const ofAreas = unit === undefined ? null : { unit, areas };
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
  const prepared = await prepareRanking(db, request);
  return { run, request, ofAreas, prepared };
}
