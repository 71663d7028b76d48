'use client';

import type { DisplacementDifference } from '@/geo/stats/weighted-displacement-difference';
import styles from './effect-page.module.css';
import { useEffectText } from './effect-text';
import { Forest } from './forest';
import { Source } from './source';
import type { SectionProps } from './types';

const ROWS = ['local', 'total', 'unweighted'] as const;
const ANY = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };

/** The weighted displacement difference: how many incidents fewer or more than the control leads one to expect. */
export function WddSection({ place, effect }: SectionProps) {
  const { t, words, difference, fixed, probability, count } = useEffectText(place);
  const { wdd, counts, verdict } = effect.assessment;
  const textOf = (found: DisplacementDifference | null) =>
    found
      ? t('wddText', {
          estimate: difference(found.estimate),
          low: difference(found.interval.low),
          high: difference(found.interval.high),
          z: fixed(found.z, 2),
          p: probability(found.p),
        })
      : t('wddNone');
  const rows = ROWS.map((row) => {
    const found = wdd[row];
    return {
      label: t(`wdd.${row}`),
      estimate: found && { value: found.estimate, interval: found.interval },
      text: textOf(found),
      isMain: row === 'local' && verdict.basis === 'wdd',
    };
  });
  const total = counts.reduce((sum, { before, during }) => sum + before + during, 0);
  return (
    <section className={styles.section} aria-labelledby="wdd">
      <h2 id="wdd">{t('wddTitle')}</h2>
      <Forest
        rows={rows}
        caption={t('wddTitle')}
        columns={[t('comparison'), t('wddAxis'), t('estimate')]}
        most={ANY}
        format={(value) => difference(value)}
      />
      <p className={styles.definition}>
        {words('definition.wdd')} {t('wddHint')} {t('n', { n: count(total) })} <Source id="wdd" />
      </p>
    </section>
  );
}
