import { atMost, count, type Goal, goalTable, number, table } from '../markdown';
import type { ArrayFigures } from './arrays';
import { SETTINGS } from './arrays';
import type { PeerFigures } from './peers';
import { FIELD } from './points';
import type { WholeFigures } from './sql';
import type { StatisticFigures } from './turns';

export type RankingFigures = {
  machine: string;
  /** Processes that wanted a core when the run began. */
  load: number;
  /** Points of the field, and of the KDE. */
  points: { field: number; kde: number };
  arrays: ArrayFigures;
  /** By the size of the field. */
  statistics: StatisticFigures[];
  wholes: WholeFigures[];
  /** A sentence where there are none. */
  peers: PeerFigures | string;
};

/** The figures as Markdown: goals and ratios first. */
export function rankingReport(figures: RankingFigures): string {
  return [
    `Machine: ${figures.machine}. Load when the run began: ${figures.load.toFixed(1)}. ${describePeers(figures.peers)}`,
    `## Goals\n\n${goalTable(goals(figures))}`,
    `## Statistics\n\n${statisticSection(figures)}`,
    `## From raw points to a ranking\n\n${wholeSection(figures)}`,
  ].join('\n\n');
}

function describePeers(peers: PeerFigures | string): string {
  if (typeof peers === 'string') return `Peers skipped: ${peers}.`;
  const names = Object.entries(peers.packages).map(([name, version]) => `${name} ${version}`);
  return `Peers, in the same run: ${names.join(', ')}.`;
}

/** Milliseconds of a peer; undefined where it is not installed. */
function peerMs({ peers }: RankingFigures, name: string): number | undefined {
  return typeof peers === 'string' ? undefined : peers.ms[name];
}

function goals(figures: RankingFigures): Goal[] {
  const { arrays, statistics, wholes } = figures;
  const settings = `${SETTINGS.permutations} permutations`;
  return [
    ...statistics.map(({ points, ratio }) =>
      ratioGoal(
        `Gi* in SQL, field of ${count(points)} points, against spdep’s weights and localG`,
        ratio,
        40,
      ),
    ),
    atMost('Gi* in typed arrays', arrays.giStarMs, 0.5, 'ms'),
    atMost(settings, arrays.permutationsMs, 500, 'ms'),
    ratioGoal(
      `exact DBSCAN of ${count(figures.points.field)} points, against R’s dbscan`,
      ratioTo(figures, 'dbscan', arrays.dbscanMs),
      1,
    ),
    ratioGoal(
      `exact KDE of ${count(figures.points.kde)} points, against spatstat’s binned`,
      ratioTo(figures, 'kde', arrays.kdeMs),
      1,
    ),
    ...wholes.map(({ points, directMs }) =>
      ratioGoal(
        `from ${count(points)} raw points to a ranking, nothing kept, against R`,
        ratioTo(figures, `whole_${points}`, directMs),
        1,
      ),
    ),
  ];
}

/** How many times as long the peer takes; undefined where it is not installed. */
function ratioTo(figures: RankingFigures, name: string, ours: number): number | undefined {
  const theirs = peerMs(figures, name);
  return theirs === undefined ? undefined : theirs / ours;
}

function ratioGoal(what: string, ratio: number | undefined, least: number): Goal {
  const goal = `≥ ${least} times as fast`;
  if (ratio === undefined) return { what, goal, measured: 'peer skipped', met: 'unknown' };
  return { what, goal, measured: `${number(ratio)} times`, met: ratio >= least };
}

function statisticSection(figures: RankingFigures): string {
  const { arrays, statistics, points } = figures;
  const cells = count(FIELD.columns * FIELD.rows);
  const line = (what: string, ours: number, peer: string, name?: string) => {
    const theirs = name === undefined ? undefined : peerMs(figures, name);
    return [
      what,
      number(ours),
      peer,
      theirs === undefined ? '' : number(theirs),
      theirs === undefined ? '' : number(theirs / ours),
    ];
  };
  const rows = [
    ...statistics.map((field) => [
      `Gi* in SQL, field of ${count(field.points)}`,
      number(field.ms),
      'spdep, weights and localG',
      field.ratio === undefined ? '' : number(field.ratio * field.ms),
      field.ratio === undefined ? '' : number(field.ratio),
    ]),
    ...statistics.map((field) => [
      `Gi* with p and q in SQL, field of ${count(field.points)}`,
      number(field.judgedMs),
      '',
      '',
      '',
    ]),
    line('Gi* in typed arrays', arrays.giStarMs, 'spdep, localG, weights ready', 'spdep_local_g'),
    line('Local Moran', arrays.moranMs, 'spdep, localmoran, weights ready', 'spdep_local_moran'),
    line(
      `${SETTINGS.permutations} permutations`,
      arrays.permutationsMs,
      'spdep, localG_perm',
      'spdep_permutations',
    ),
    line('emerging classes of all cells, 12 steps', arrays.emergingMs, ''),
    line(`DBSCAN, ${count(points.field)} points`, arrays.dbscanMs, 'dbscan', 'dbscan'),
    line(`KDE, ${count(points.kde)} points`, arrays.kdeMs, 'spatstat, density.ppp', 'kde'),
    line(
      `Knox, ${count(Math.min(points.field, SETTINGS.knoxPoints))} points, 999 permutations`,
      arrays.knoxMs,
      '',
    ),
  ];
  return `${table(['ours', 'ms', 'peer', 'ms', 'ratio'], rows)}

${cells} square cells of ${FIELD.cellMetres} m with ${count(points.field)} points; medians, warm; SQL and its peer by turns. Ours include finding what the peer is given where the line does not say that it is ready: all but the cells’ neighbours, which a jurisdiction keeps. DBSCAN: ${SETTINGS.dbscan.reachMetres} m, ${SETTINGS.dbscan.fewestPoints} points. KDE: quartic, ${SETTINGS.kdeBandwidthMetres} m; spatstat bins the points first. ${agreement(figures)}`;
}

/** That all have computed the same, in numbers. */
function agreement({ arrays, statistics, peers, points }: RankingFigures): string {
  const inSql = statistics.find((field) => field.points === points.field)?.z ?? new Float64Array(0);
  const sentences = [
    `z in SQL and in typed arrays differ by at most ${gap(arrays.z, inSql).toExponential(0)}`,
  ];
  if (typeof peers !== 'string' && peers.z)
    sentences.push(`from spdep’s by at most ${gap(arrays.z, peers.z).toExponential(0)}`);
  if (typeof peers !== 'string' && peers.clusters !== undefined)
    sentences.push(`DBSCAN finds ${arrays.clusters} clusters here and ${peers.clusters} in R`);
  return `${sentences.join('; ')}.`;
}

function gap(left: Float64Array, right: Float64Array): number {
  if (left.length !== right.length) throw new RangeError('two fields of different sizes');
  return left.reduce(
    (most, z, cell) => Math.max(most, Math.abs(z - (right[cell] ?? Number.NaN))),
    0,
  );
}

function wholeSection(figures: RankingFigures): string {
  const { wholes } = figures;
  const optional = (ms: number | undefined) => (ms === undefined ? '' : number(ms));
  const rows = wholes.map(({ points, factsMs, firstRankMs, rankMs, directMs }) => [
    count(points),
    number(factsMs),
    number(firstRankMs),
    number(factsMs + firstRankMs),
    number(rankMs),
    number(directMs),
    optional(peerMs(figures, `whole_${points}`)),
    optional(peerMs(figures, `whole_ready_${points}`)),
  ]);
  const head = [
    'points',
    'facts',
    'first ranking',
    'whole',
    'ranking, warm',
    'one query',
    'R, whole',
    'R, weights ready',
  ];
  const [first] = wholes;
  const last = wholes.at(-1);
  const growth = first && last ? last.rankMs / first.rankMs : Number.NaN;
  return `${table(head, rows)}

Milliseconds. Ours: points in a table to facts by cell and month with their statistics, then the product’s ranking by Gi* of the last twelve months with q of all cells, its totals and the best 50; “one query” goes from the points to Gi*, q and the best 50 and keeps nothing. R: points in memory to counts, Gi*, q and order, without months, database or harm; with the neighbours of the cells found, and with them ready as ours are. Once facts are there, ${count((last?.points ?? 0) / (first?.points ?? 1))} times the points cost ${number(growth)} times the time of a ranking.`;
}
