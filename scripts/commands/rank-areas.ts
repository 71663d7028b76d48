import { SIGNIFICANT_Q } from '@/db/queries/ranking';
import type { AreaUnit } from '@/db/queries/ranking/scope';
import { addMonths } from '@/lib/format/month';
import { textTable } from '@/lib/format/text-table';
import { areaHotspotList, type ComputedAreaRanking, rankAreas } from '@/lib/server/area-ranking';
import { ownerDatabase } from '@/lib/server/database';
import { areaRankingJson } from '@/lib/server/ranking-json';
import type { RankingRequest } from '@/lib/validation/ranking';
import { qText } from './rank-text';

/** `zhantu rank --unit grid|village|town`. */
export async function rankUnit(
  asked: RankingRequest,
  { unit, json, save }: { unit: AreaUnit; json?: true; save?: true },
): Promise<void> {
  const { db } = await ownerDatabase();
  const ranking = await rankAreas(db, asked, unit);
  if (save) {
    const { runId } = await areaHotspotList(db, asked, unit);
    console.error(`stored as run ${runId}`);
  }
  console.log(json ? areaRankingJson(ranking) : describe(ranking));
}

/** A line that says what was ranked, one for what is not known, and the areas as a table. */
function describe(ranking: ComputedAreaRanking): string {
  const { jurisdiction, month, areas, unit } = ranking;
  const number = (value: number) => value.toLocaleString('en');
  const header = [
    `${jurisdiction} ${month}, ${ranking.kind ?? 'all kinds'}, ${ranking.ranker}`,
    `${number(ranking.incidents)} incidents from ${addMonths(month, -12)} to ${addMonths(month, -1)}`,
    `as of ${ranking.asOf}`,
    `${number(ranking.areasTotal)} ${unit}s, ${number(ranking.significantCells)} significant after correction (*, q < ${SIGNIFICANT_Q})`,
  ].join('; ');
  const caveats = [
    ...(ranking.areasEstimated > 0
      ? [
          `${number(ranking.areasEstimated)} have no outline: what is nearer to each than to any other counts as its own`,
        ]
      : []),
    ...(ranking.incidentsOutside > 0
      ? [`${number(ranking.incidentsOutside)} incidents of all months lie in no ${unit}`]
      : []),
  ];
  const rows = areas.map((area) => [
    String(area.rank),
    area.name,
    area.squareKilometres.toFixed(2),
    number(area.count),
    (area.count / area.squareKilometres).toFixed(1),
    Number.isInteger(area.score) ? number(area.score) : area.score.toFixed(3),
    area.z?.toFixed(2) ?? '–',
    qText(area.q),
    area.q !== null && area.q < SIGNIFICANT_Q && (area.z ?? 0) > 0 ? '*' : '',
  ]);
  return `${[header, ...caveats].join('\n')}\n\n${textTable(COLUMNS, rows)}`;
}

const COLUMNS = [
  { title: 'rank', align: 'right' },
  { title: 'area', align: 'left' },
  { title: 'km²', align: 'right' },
  { title: 'count', align: 'right' },
  { title: 'per km²', align: 'right' },
  { title: 'score', align: 'right' },
  { title: 'z', align: 'right' },
  { title: 'q', align: 'right' },
  { title: '', align: 'left' },
] as const;
