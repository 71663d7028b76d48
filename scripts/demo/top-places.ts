import type { Db } from '@/db/client';
import { listPlaceNames } from '@/db/queries/place-names';
import { CAMPAIGN_MONTH } from '@/lib/demo/calendar';
import { textTable } from '@/lib/format/text-table';
import { AUTO, chooseRanker } from '@/lib/server/auto-ranker';
import { campaignsOfMonth } from '@/lib/server/campaigns';
import { DEMO_CODE } from '@/lib/server/demo/demo-jurisdiction';
import { storedRanking } from '@/lib/server/ranking';

const SHOWN = 10;

/** Ranks the campaign month by what a backtest chooses, as the map does, and describes it: the campaign, its towns and the worst places. */
export async function describeCampaignMonth(db: Db): Promise<string> {
  const month = { jurisdiction: DEMO_CODE, month: CAMPAIGN_MONTH };
  const { ranker, parameters } = await chooseRanker(db, { ...month, ranker: AUTO });
  const ranking = await storedRanking(db, { ...month, ranker, parameters });
  const campaigns = await campaignsOfMonth(db, DEMO_CODE, CAMPAIGN_MONTH);
  const towns = campaigns.flatMap((campaign) => campaign.towns.map(({ name }) => name));
  const shown = ranking.cells.slice(0, SHOWN);
  const names = new Map(
    (await listPlaceNames(db, DEMO_CODE, shown)).map((name) => [`${name.i},${name.j}`, name]),
  );
  const rows = shown.map(({ rank, i, j, lon, lat, count, score }) => {
    const name = names.get(`${i},${j}`);
    const isTown = name?.placeName === name?.townName;
    return [
      String(rank),
      name?.townName ?? '',
      isTown ? '' : (name?.placeName ?? ''),
      `${lon.toFixed(5)}, ${lat.toFixed(5)}`,
      String(count),
      String(Math.round(score * 100) / 100),
    ];
  });
  const table = textTable(
    [
      { title: '#', align: 'right' },
      { title: 'town', align: 'left' },
      { title: 'near', align: 'left' },
      { title: 'lon, lat', align: 'left' },
      { title: '12 months', align: 'right' },
      { title: 'score', align: 'right' },
    ],
    rows,
  );
  const title = `Hotspots of ${CAMPAIGN_MONTH}, synthetic data (演示数据); ranked by ${ranker}; campaign towns: ${towns.join(', ')}`;
  return `${title}\n\n${table}`;
}
