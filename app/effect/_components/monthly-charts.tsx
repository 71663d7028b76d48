'use client';

import pageStyles from './effect-page.module.css';
import { useEffectText } from './effect-text';
import styles from './monthly-charts.module.css';
import { Scroll } from './scroll';
import type { Month, SectionProps } from './types';

const PARTS = ['treated', 'control'] as const;
type Shown = (typeof PARTS)[number];

/** Area and control month by month: as shares of their own level before, as counts, and as a table. */
export function MonthlyCharts({ place, effect }: SectionProps) {
  const { t, words, count, month } = useEffectText(place);
  const { series } = effect;
  const hasRing = effect.assessment.counts.some(
    ({ part, cells }) => part.endsWith('_ring') && cells > 0,
  );
  const columns = (['treated', 'control', 'treated_ring', 'control_ring'] as const).filter(
    (part) => hasRing || part === 'treated' || part === 'control',
  );
  return (
    <>
      <IndexedChart place={place} effect={effect} />
      <div className={styles.pair}>
        {PARTS.map((part) => (
          <CountChart key={part} place={place} effect={effect} part={part} />
        ))}
      </div>
      <details className={pageStyles.more}>
        <summary>{t('monthTable')}</summary>
        <Scroll>
          <table className={pageStyles.figures}>
            <thead>
              <tr>
                <th scope="col">{t('month')}</th>
                {columns.map((part) => (
                  <th key={part} scope="col">
                    {words(`part.${part}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {series.map((row) => (
                <tr key={row.month} data-during={row.isDuring}>
                  <th scope="row">
                    {month(row.month)}
                    {row.isDuring ? t('isDuring') : null}
                  </th>
                  {columns.map((part) => (
                    <td key={part}>{count(row[part])}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      </details>
    </>
  );
}

/** Both as shares of what a month before had on average: only so are towns of different size comparable. */
function IndexedChart({ place, effect }: SectionProps) {
  const { t, words, fixed, month } = useEffectText(place);
  const { series } = effect;
  const lines = PARTS.map((part) => ({ part, values: indexed(series, part) }));
  const all = lines.flatMap(({ values }) => values ?? []);
  const first = series.at(0);
  const last = series.at(-1);
  if (all.length === 0 || !first || !last) return null;
  const highest = Math.max(100, ...all);
  const x = (index: number) => ((index + 0.5) / series.length) * 100;
  const y = (value: number) => 100 - (value / highest) * 100;
  const start = series.findIndex(({ isDuring }) => isDuring);
  return (
    <figure className={styles.figure}>
      <figcaption>
        {t('indexTitle')}
        {PARTS.map((part) => (
          <span key={part} className={styles.key} data-part={part}>
            {words(`part.${part}`)}
          </span>
        ))}
        <span className={styles.key} data-part="during">
          {t('during')}
        </span>
      </figcaption>
      <div className={styles.plot} role="img" aria-label={t('indexLabel')}>
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
          <rect
            className={styles.band}
            x={(start / series.length) * 100}
            width={((series.length - start) / series.length) * 100}
            height={100}
          />
          <line className={styles.level} x1={0} x2={100} y1={y(100)} y2={y(100)} />
          {lines.map(({ part, values }) =>
            values ? (
              <polyline
                key={part}
                className={styles.line}
                data-part={part}
                points={values.map((value, index) => `${x(index)},${y(value)}`).join(' ')}
              />
            ) : null,
          )}
        </svg>
        <span className={styles.tick} style={{ top: 0 }}>
          {fixed(highest, 0)}
        </span>
        {highest > 115 ? (
          <span className={styles.tick} style={{ top: `${y(100)}%` }}>
            100
          </span>
        ) : null}
        <span className={styles.tick} style={{ top: '100%' }}>
          0
        </span>
      </div>
      <Axis first={month(first.month)} last={month(last.month)} />
    </figure>
  );
}

/** Null where the months before had nothing: there is no share of nothing. */
function indexed(series: readonly Month[], part: Shown): number[] | null {
  const before = series.filter(({ isDuring }) => !isDuring);
  const level = before.reduce((sum, row) => sum + row[part], 0) / before.length;
  return level > 0 ? series.map((row) => (row[part] / level) * 100) : null;
}

function CountChart({ place, effect, part }: SectionProps & { readonly part: Shown }) {
  const { t, words, count, month } = useEffectText(place);
  const { series } = effect;
  const highest = Math.max(1, ...series.map((row) => row[part]));
  const total = series.reduce((sum, row) => sum + row[part], 0);
  const name = words(`part.${part}`);
  const first = series.at(0);
  const last = series.at(-1);
  if (!first || !last) return null;
  return (
    <figure className={styles.figure}>
      <figcaption>
        {t('countTitle', { part: name, total: count(total), highest: count(highest) })}
      </figcaption>
      <div
        className={styles.bars}
        role="img"
        aria-label={t('countTitle', { part: name, total: count(total), highest: count(highest) })}
      >
        {series.map((row) => (
          <span
            key={row.month}
            data-during={row.isDuring}
            style={{ height: `${(row[part] / highest) * 100}%` }}
            title={`${month(row.month)}: ${count(row[part])}`}
          />
        ))}
      </div>
      <Axis first={month(first.month)} last={month(last.month)} />
    </figure>
  );
}

function Axis({ first, last }: { readonly first: string; readonly last: string }) {
  return (
    <p className={styles.months} aria-hidden="true">
      <span>{first}</span>
      <span>{last}</span>
    </p>
  );
}
