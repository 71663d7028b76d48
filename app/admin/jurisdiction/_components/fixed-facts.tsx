'use client';

import { useTranslations } from 'next-intl';
import { usePreferences } from '@/app/_components/preferences';
import { formatInstant } from '@/lib/format/dates';
import { squareKilometres } from './boundary-preview';
import styles from './jurisdiction-page.module.css';
import type { Settings } from './types';

type Props = { readonly settings: Settings };

/** What cannot be changed and why, and the figures of now. */
export function FixedFacts({ settings }: Props) {
  const t = useTranslations('adminJurisdiction');
  const { locale } = usePreferences();
  const { code, timezone, metricSrid, cellShape, cellSizeMetres, importedAt, readAt } = settings;
  const shape = cellShape === 'hex' ? 'hex' : 'square';
  const instant = (at: string) => formatInstant(at, locale, timezone);
  const fixed = [
    ['code', code],
    ['timezone', timezone],
    ['metricSrid', `EPSG:${metricSrid}`],
    ['cell', t(`fixed.${shape}`, { metres: cellSizeMetres })],
  ] as const;
  const area = squareKilometres(settings.squareMetres, locale);
  const figures = [
    ['area', t('figures.squareKilometres', { area })],
    ['cells', settings.cells.toLocaleString(locale)],
    ['incidents', settings.incidents.toLocaleString(locale)],
    ['importedAt', importedAt ? instant(importedAt) : t('figures.never')],
  ] as const;
  return (
    <>
      <section className={styles.card}>
        <h2>{t('figures.title')}</h2>
        <p>{t('figures.asOf', { time: instant(readAt) })}</p>
        <dl className={styles.facts}>
          {figures.map(([key, value]) => (
            <div key={key}>
              <dt>{t(`figures.${key}`)}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </section>
      <section className={styles.card}>
        <h2>{t('fixed.title')}</h2>
        <p>{t('fixed.why')}</p>
        <dl className={styles.facts}>
          {fixed.map(([key, value]) => (
            <div key={key}>
              <dt>{t(`fixed.${key}`)}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </section>
    </>
  );
}
