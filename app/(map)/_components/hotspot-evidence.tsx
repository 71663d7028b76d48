'use client';

import { useTranslations } from 'next-intl';
import useSWR from 'swr';
import { fetchJson } from '@/app/_components/fetch-json';
import { usePreferences } from '@/app/_components/preferences';
import { formatNumber } from '@/lib/format/numbers';
import styles from './hotspot-details.module.css';
import { HoursHeatmap } from './hours-heatmap';
import { MonthIntervals } from './month-intervals';
import { NeighbourTable } from './neighbour-table';
import type { HotspotEvidence as Evidence, Hotspot } from './types';

type Props = {
  /** Where it is read from. */
  readonly address: string;
  readonly cell: Hotspot;
  readonly neighboursMean: number | null;
  /** Cells of the list, which can be gone to. */
  readonly listed: readonly Hotspot[];
  readonly onHover: (cell: string | null) => void;
  readonly onChoose: (cell: Hotspot) => void;
};

/** What single incidents say of a hotspot, and what lies around it; read after its numbers. */
export function HotspotEvidence({ address, ...props }: Props) {
  const t = useTranslations('details');
  const { data, error } = useSWR<Evidence, Error>(address, fetchJson<Evidence>, {
    keepPreviousData: false,
  });
  if (!data)
    return (
      <section className={styles.section}>
        <p className={styles.waiting}>{error ? t('failed') : t('loading')}</p>
      </section>
    );
  return (
    <>
      <section className={styles.section}>
        <h4>{t('months')}</h4>
        <MonthIntervals evidence={data} />
      </section>
      <section className={styles.section}>
        <h4>{t('hours')}</h4>
        <HoursHeatmap hours={data.hours} months={data.months} />
      </section>
      <section className={styles.section}>
        <h4>{t('neighbours')}</h4>
        <NeighbourTable neighbours={data.neighbours} {...props} />
      </section>
      <RepeatPoints evidence={data} />
    </>
  );
}

/** Coordinates that may stand for no true place: told, not hidden. */
function RepeatPoints({ evidence: { hours, repeatPoints } }: { readonly evidence: Evidence }) {
  const t = useTranslations('details');
  const { locale } = usePreferences();
  if (repeatPoints.length === 0) return null;
  const total = formatNumber(hours.timed + hours.untimed, locale);
  return (
    <section className={styles.section} data-testid="repeat-points">
      <h4>{t('repeatPoints')}</h4>
      <p>{t('repeatPointsHint')}</p>
      <ul>
        {repeatPoints.map(({ lon, lat, count }) => (
          <li key={`${lon},${lat}`}>
            {t('repeatPoint', {
              lat: lat.toFixed(5),
              lon: lon.toFixed(5),
              count: formatNumber(count, locale),
              total,
            })}
          </li>
        ))}
      </ul>
    </section>
  );
}
