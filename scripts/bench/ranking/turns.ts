import { median } from '../quantile';
import type { ScratchDatabases } from '../scratch-databases';
import { type Peers, peerFigures } from './peers';
import { type BenchPoints, countCells } from './points';
import { measureStatistic, type StatisticRun } from './sql';

export type StatisticFigures = StatisticRun & {
  points: number;
  /** The peer's time over ours, turn by turn, then the median; undefined where there is no peer. */
  ratio?: number;
};

const PEER_STATISTIC = 'spdep_weights_and_local_g';

/** The statistic in SQL on fields of several sizes and in R, by turns: then what else the machine does slows both. */
export async function measureByTurns(
  databases: ScratchDatabases,
  sets: readonly BenchPoints[],
  peers: Peers,
  rounds: number,
): Promise<StatisticFigures[]> {
  const turns: { ours: StatisticRun[]; theirs: number | undefined }[] = [];
  for (let round = 0; round < rounds; round++) {
    const ours = [];
    for (const points of sets) ours.push(await measureStatistic(databases, countCells(points)));
    const figures = peerFigures(peers, ['weights'], 1);
    const theirs = typeof figures === 'string' ? undefined : figures.ms[PEER_STATISTIC];
    turns.push({ ours, theirs });
  }
  return sets.map(({ x }, index) => {
    const ms = turns.map(({ ours }) => ours[index]?.ms ?? Number.NaN);
    const ratios = turns.flatMap(({ theirs }, turn) =>
      theirs === undefined ? [] : [theirs / (ms[turn] ?? Number.NaN)],
    );
    return {
      points: x.length,
      ms: median(ms),
      judgedMs: median(turns.map(({ ours }) => ours[index]?.judgedMs ?? Number.NaN)),
      z: turns[0]?.ours[index]?.z ?? new Float64Array(0),
      ...(ratios.length > 0 && { ratio: median(ratios) }),
    };
  });
}
