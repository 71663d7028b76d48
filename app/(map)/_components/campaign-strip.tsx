'use client';

import { IconChevronDown, IconChevronUp, IconFlag3Filled } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { usePreferences } from '@/app/_components/preferences';
import { formatAnyDate, formatMonth, formatShortDay } from '@/lib/format/dates';
import { formatNumber } from '@/lib/format/numbers';
import styles from './campaign-strip.module.css';
import type { Campaign, CampaignResult } from './types';

type Props = { readonly campaigns: readonly Campaign[] };

/** Whose month it is: towns, phases, and a few published figures with source and dates. */
export function CampaignStrip({ campaigns }: Props) {
  const t = useTranslations('campaign');
  const { locale } = usePreferences();
  const [open, setOpen] = useState(false);
  const results = campaigns.some((campaign) => campaign.results.length > 0);
  if (campaigns.length === 0) return null;
  return (
    <section className={styles.strip} aria-label={t('label')} data-testid="campaign">
      <div className={styles.campaigns}>
        {campaigns.map((campaign) => (
          <div key={campaign.id}>
            <p className={styles.name}>
              <IconFlag3Filled size={13} aria-hidden="true" />
              <strong>{locale === 'en' ? campaign.nameEn : campaign.name}</strong>
            </p>
            <Phases campaign={campaign} />
            {open && campaign.results.length > 0 ? <Results results={campaign.results} /> : null}
          </div>
        ))}
      </div>
      {results ? (
        <button
          type="button"
          className={styles.toggle}
          aria-expanded={open}
          onClick={() => setOpen((known) => !known)}
        >
          {open ? (
            <IconChevronUp size={14} aria-hidden="true" />
          ) : (
            <IconChevronDown size={14} aria-hidden="true" />
          )}
          {open ? t('hide') : t('published')}
        </button>
      ) : null}
    </section>
  );
}

function Phases({ campaign }: { readonly campaign: Campaign }) {
  const t = useTranslations('campaign');
  const { locale } = usePreferences();
  const { launchedOn, figuresTo, relation, month } = campaign;
  const dated = campaign.phases.filter(
    ({ startsOn, endsOn }) => startsOn !== null || endsOn !== null,
  );
  const day = (date: string) => formatShortDay(date, locale);
  const span = (from: string | null, to: string | null) => {
    if (from && to) return t('span', { from: day(from), to: day(to) });
    return from ? t('since', { date: day(from) }) : t('until', { date: day(to ?? '') });
  };
  return (
    <ol className={styles.phases}>
      {relation === 'running' ? (
        <li>{t('running', { month: formatMonth(month, locale) })}</li>
      ) : null}
      {launchedOn ? <li>{t('launched', { date: day(launchedOn) })}</li> : null}
      {dated.map(({ kind, startsOn, endsOn }) => (
        <li key={kind} data-phase={kind}>
          <span>{t(kind)}</span>
          <span className={styles.dates}>{span(startsOn, endsOn)}</span>
        </li>
      ))}
      {figuresTo ? <li>{t('counted', { date: day(figuresTo) })}</li> : null}
    </ol>
  );
}

const QUALIFIERS = { exact: '', at_least: '≥ ', at_most: '≤ ', about: '≈ ' } as const;

function Results({ results }: { readonly results: readonly CampaignResult[] }) {
  const t = useTranslations('campaign');
  const { locale } = usePreferences();
  const units = useTranslations('unit');
  const unitName = (unit: string) => (units.has(unit) ? units(unit) : unit);
  return (
    <dl className={styles.results}>
      {results.map((result) => (
        <div
          key={`${result.metric}${result.source}`}
          title={t('source', { source: result.source })}
        >
          <dt>{locale === 'en' ? result.nameEn : result.name}</dt>
          <dd>
            {QUALIFIERS[result.qualifier]}
            {formatNumber(result.value, locale, 2)}
            <small>{unitName(result.unit)}</small>
          </dd>
          <dd className={styles.dates}>{dates(result)}</dd>
          <dd className={styles.source}>{t('source', { source: result.source })}</dd>
        </div>
      ))}
    </dl>
  );

  function dates({ windowFrom, asOf }: CampaignResult): string {
    if (windowFrom && asOf)
      return t('window', {
        from: formatAnyDate(windowFrom, locale),
        to: formatAnyDate(asOf, locale),
      });
    return asOf ? t('asOf', { date: formatAnyDate(asOf, locale) }) : '';
  }
}
