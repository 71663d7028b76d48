'use client';

import { useTranslations } from 'next-intl';
import { usePreferences } from '@/app/_components/preferences';
import { formatFixed, formatNumber } from '@/lib/format/numbers';
import styles from './neighbour-table.module.css';
import { cellKey, type Hotspot, type HotspotEvidence } from './types';

type Props = {
  readonly neighbours: HotspotEvidence['neighbours'];
  readonly cell: Hotspot;
  readonly neighboursMean: number | null;
  readonly listed: readonly Hotspot[];
  readonly onHover: (cell: string | null) => void;
  readonly onChoose: (cell: Hotspot) => void;
};

/** Clockwise from the north. */
const DIRECTIONS = ['n', 'ne', 'e', 'se', 's', 'sw', 'w', 'nw'] as const;

/** The cells around, by where they lie; those that are listed can be gone to. */
export function NeighbourTable(props: Props) {
  const { neighbours, cell, neighboursMean, listed, onHover, onChoose } = props;
  const t = useTranslations();
  const { locale } = usePreferences();
  if (neighbours.length === 0 || neighboursMean === null) return <p>{t('neighbour.none')}</p>;
  return (
    <>
      <p>
        {t('details.neighboursValue', {
          mean: formatFixed(neighboursMean, locale, 1),
          own: formatNumber(cell.count, locale),
        })}
      </p>
      <table className={styles.neighbours} data-testid="neighbours">
        <thead>
          <tr>
            <th scope="col">{t('neighbour.direction')}</th>
            <th scope="col">{t('panel.count')}</th>
            <th scope="col">{t('panel.rank')}</th>
          </tr>
        </thead>
        <tbody>
          {neighbours.map((each) => {
            const hotspot = listed.find((other) => cellKey(other) === cellKey(each));
            const name = t(`neighbour.${directionOf(cell, each)}`);
            return (
              <tr
                key={cellKey(each)}
                onMouseEnter={() => onHover(cellKey(each))}
                onMouseLeave={() => onHover(null)}
              >
                <th scope="row">
                  {hotspot ? (
                    <button type="button" onClick={() => onChoose(hotspot)}>
                      {name}
                    </button>
                  ) : (
                    name
                  )}
                </th>
                <td>{formatNumber(each.count, locale)}</td>
                <td>{each.rank === null ? '–' : formatNumber(each.rank, locale)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </>
  );
}

type Place = { readonly lon: number; readonly lat: number };

function directionOf(from: Place, to: Place): (typeof DIRECTIONS)[number] {
  const east = (to.lon - from.lon) * Math.cos((from.lat * Math.PI) / 180);
  const turn = Math.atan2(east, to.lat - from.lat) / (Math.PI / 4);
  return DIRECTIONS[(Math.round(turn) + DIRECTIONS.length) % DIRECTIONS.length] ?? 'n';
}
