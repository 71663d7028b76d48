'use client';

import type { CannotTell, Difference } from '@/geo/stats/difference-in-differences';
import styles from './effect-page.module.css';
import { useEffectText } from './effect-text';
import { Forest } from './forest';
import { MonthlyCharts } from './monthly-charts';
import { Source } from './source';
import type { SectionProps } from './types';

/** A change below −100 % there is not; one beyond +200 % is an arrow. */
const MOST = { low: -1, high: 2 };

/** Difference-in-differences: what was expected of the months during, and the months one by one. */
export function DifferenceSection({ place, effect }: SectionProps) {
  const { t, words, change, count, fixed, probability, month } = useEffectText(place);
  const { differenceInDifferences: panel, verdict } = effect.assessment;
  const textOf = (found: Difference | CannotTell) =>
    found.ok
      ? t('differenceText', {
          change: change(found.ratio),
          low: change(found.interval.low),
          high: change(found.interval.high),
          p: probability(found.p),
          observed: count(found.observed),
          expected: fixed(found.expected, 1),
        })
      : t('cannotTell', { reason: words(`reason.${found.reason}`) });
  const rows = (['treated', 'displacement'] as const).map((row) => {
    const found = panel[row];
    const { interval } = found.ok ? found : { interval: null };
    return {
      label: words(row === 'treated' ? 'part.treated' : 'part.treated_ring'),
      estimate:
        found.ok && interval
          ? {
              value: found.ratio - 1,
              interval: { low: interval.low - 1, high: interval.high - 1 },
            }
          : null,
      text: textOf(found),
      isMain: row === 'treated' && verdict.basis === 'difference_in_differences',
    };
  });
  const placebos = panel.treated.ok ? panel.treated.placebos : { units: 0, asFar: 0 };
  return (
    <section className={styles.section} aria-labelledby="difference">
      <h2 id="difference">{t('differenceTitle')}</h2>
      <Forest
        rows={rows}
        caption={t('differenceTitle')}
        columns={[t('comparison'), t('differenceAxis'), t('estimate')]}
        most={MOST}
        format={(value) => change(value + 1)}
      />
      {effect.registration.ringMetres === 0 ? (
        <p className={styles.definition}>{t('ringNotAsked')}</p>
      ) : null}
      {placebos.units > 0 ? <p className={styles.definition}>{t('placebos', placebos)}</p> : null}
      {panel.controlsTreated.map(({ name, from }) => (
        <p key={name} className={styles.definition}>
          {t('controlTreated', { name, month: month(from) })}
        </p>
      ))}
      <MonthlyCharts place={place} effect={effect} />
      <p className={styles.definition}>
        {words('definition.difference_in_differences')}{' '}
        {t('differenceRests', {
          units: panel.units,
          months: panel.months,
          degrees: count(panel.degreesOfFreedom),
          dispersion: fixed(panel.dispersion, 2),
        })}{' '}
        <Source id="difference" />
      </p>
    </section>
  );
}
