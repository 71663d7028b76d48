import type { BacktestFigures } from './backtest';
import type { OpenFigures } from './embedded';
import type { ImportFigures } from './import';
import { atMost, count, type Goal, goalTable, number, table } from './markdown';
import { median } from './quantile';
import type { RankFigures } from './rank';
import type { LayerFigures } from './tiles';

export type Figures = {
  machine: string;
  /** Processes that wanted a core when the run began. */
  load: number;
  embeddedRows: number;
  tilesAZoom: number;
  import: ImportFigures;
  rank: { all: RankFigures[]; tenth: RankFigures[] };
  backtest: BacktestFigures;
  tiles: { postgres: LayerFigures[]; embedded: LayerFigures[] };
  opening: OpenFigures;
};

/** The figures as Markdown: goals and ratios first. */
export function report(figures: Figures): string {
  return [
    `Machine: ${figures.machine}. Load when the run began: ${figures.load.toFixed(1)}.`,
    `## Goals\n\n${goalTable(goals(figures))}`,
    reading(figures),
    `## Import\n\n${importSection(figures.import)}`,
    `## Ranking\n\n${rankSection(figures)}`,
    `## Tiles\n\n${tileSection(figures)}`,
    `## Opening the embedded database\n\n${openingSection(figures)}`,
  ].join('\n\n');
}

/** Those that everybody sees, and those that look at a cell alone: the others spread each count over the cells around. */
const PLAIN_RANKERS = ['count_all', 'count_12m', 'gistar'];

function goals({ import: imported, rank, tiles, backtest }: Figures): Goal[] {
  const plain = rank.all.filter(({ ranker }) => PLAIN_RANKERS.includes(ranker));
  const slowest = Math.max(...plain.map(({ warmMs }) => warmMs));
  const tileGoal = (zoom: number, most: number): Goal => {
    const { name, ms } = worstLayer(tiles.postgres, zoom);
    return atMost(`slowest layer's tile at zoom ${zoom}, p95 (${name})`, ms, most, 'ms');
  };
  const importGoal = (what: string, ratio: number): Goal => ({
    what: `import speed over raw COPY with GiST, ${what}`,
    goal: '≥ 0.4',
    measured: ratio.toFixed(2),
    met: ratio >= 0.4,
  });
  return [
    importGoal('of the same values', imported.plainRatio),
    importGoal('of points readied for the server', imported.ratio),
    atMost('peak memory of the importing process', imported.peakMegabytes, 512, 'MB'),
    atMost(`slowest of ${PLAIN_RANKERS.join(', ')}, warm`, slowest, 150, 'ms'),
    atMost(
      `backtest of ${backtest.months} months, ${backtest.rankers} rankers, with tuning`,
      backtest.ms / 1000,
      10,
      's',
    ),
    tileGoal(14, 20),
    tileGoal(12, 60),
  ];
}

function worstLayer(layers: readonly LayerFigures[], zoom: number): { name: string; ms: number } {
  const [worst] = layers
    .map(({ name, zooms }) => ({ name, ms: zooms.find((at) => at.zoom === zoom)?.p95Ms ?? 0 }))
    .sort((a, b) => b.ms - a.ms);
  return worst ?? { name: 'none', ms: Number.NaN };
}

/** What the figures say, in sentences that they themselves make. */
function reading({ import: imported, rank, tiles }: Figures): string {
  const [growth] = rankRatios(rank).slice(-1);
  const slower = tileSlowdown(tiles);
  const slowest = worstLayer(tiles.postgres, 14);
  return [
    `An import of ${count(imported.rows)} rows takes ${(1 / imported.plainRatio).toFixed(1)} times as long as raw COPY of the same values: it also reads and checks each row, keeps each only once, finds its cell and counts the facts.`,
    `Ranking reads facts, not incidents: ten times the incidents cost at most ${growth?.toFixed(1)} times the time.`,
    `The slowest tile of zoom 14 is that of ${slowest.name}. The embedded database needs ${slower.toFixed(1)} times as long for a tile as PostgreSQL does (median over layers and zooms, with fewer incidents).`,
  ].join(' ');
}

function importSection({ rows, rounds, importMs, ...raw }: ImportFigures) {
  const line = (what: string, ms: number) => [
    what,
    (ms / 1000).toFixed(1),
    count((rows * 1000) / ms),
  ];
  return `${table(
    [`${count(rows)} rows`, 's', 'rows/s'],
    [
      line('import of a CSV file', importMs),
      line('raw COPY of the same values, GiST, ANALYZE', raw.plainMs),
      line('raw COPY of readied points, GiST, ANALYZE', raw.copyMs),
    ],
  )}

Ratios ${raw.plainRatio.toFixed(2)} and ${raw.ratio.toFixed(2)}; peak memory of the importing process ${number(raw.peakMegabytes)} MB. Medians over ${rounds} of each, by turns, each into a fresh database. Neither raw COPY checks, places or counts anything, keeps a row only once, or can be undone; the second is sent points in the server's own form, which no file has.`;
}

function rankSection({ rank, backtest }: Figures): string {
  const [first] = rank.all;
  const rows = rank.all.map((all, index) => {
    const tenth = rank.tenth[index];
    return [
      all.ranker,
      number(all.warmMs),
      number(all.coldMs),
      number(tenth?.warmMs ?? Number.NaN),
      (all.warmMs / (tenth?.warmMs ?? Number.NaN)).toFixed(2),
    ];
  });
  return `${table(['ranker', 'warm, ms', 'cold, ms', 'warm with a tenth, ms', 'ratio'], rows)}

${count(first?.cells ?? 0)} cells of 250 m; the widest ranker counted ${count(Math.max(...rank.all.map(({ incidents }) => incidents)))} incidents. Warm: median of 20 on one connection. Cold: the first on a new connection, which has planned nothing yet; median of 5.

A backtest of ${backtest.months} months by ${backtest.rankers} rankers, ${count(backtest.incidents)} incidents in the scored months, with the months that tune: ${(backtest.ms / 1000).toFixed(1)} s, median of 3.`;
}

function rankRatios({ all, tenth }: Figures['rank']): number[] {
  return all
    .map(({ warmMs }, index) => warmMs / (tenth[index]?.warmMs ?? Number.NaN))
    .sort((a, b) => a - b);
}

function tileSection({ tiles, tilesAZoom, import: imported, embeddedRows }: Figures): string {
  return `PostgreSQL, ${count(imported.rows)} incidents; p50 / p95 in ms:

${tileTable(tiles.postgres)}

Embedded, ${count(embeddedRows)} incidents; p50 / p95 in ms:

${tileTable(tiles.embedded)}

${tilesAZoom} reads a layer and zoom, of tiles in which villages lie, through the same function as the map's; low zooms have fewer tiles, which are read again. Nothing keeps a tile, so each is made by the database.`;
}

function tileTable(layers: readonly LayerFigures[]): string {
  const zooms = layers[0]?.zooms.map(({ zoom }) => `z${zoom}`) ?? [];
  return table(
    ['layer', ...zooms],
    layers.map((layer) => [
      layer.name,
      ...layer.zooms.map(({ p50Ms, p95Ms }) => `${number(p50Ms)} / ${number(p95Ms)}`),
    ]),
  );
}

function tileSlowdown({ postgres, embedded }: Figures['tiles']): number {
  return median(
    postgres.flatMap((layer, index) =>
      layer.zooms.map(({ p50Ms }, at) => (embedded[index]?.zooms[at]?.p50Ms ?? Number.NaN) / p50Ms),
    ),
  );
}

function openingSection({ opening, embeddedRows }: Figures): string {
  return `${table(
    ['', 's'],
    [
      ['a new one, with its schema', (opening.createMs / 1000).toFixed(2)],
      [`one with ${count(embeddedRows)} incidents`, (opening.warmMs / 1000).toFixed(2)],
    ],
  )}

Until it has answered and its schema is known to be the latest; medians of 3.`;
}
