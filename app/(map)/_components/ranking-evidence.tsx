'use client';

import { useTranslations } from 'next-intl';
import { usePreferences } from '@/app/_components/preferences';
import { formatMonth } from '@/lib/format/dates';
import { formatFixed, formatNumber, formatPercent, formatRate } from '@/lib/format/numbers';
import styles from './ranking-evidence.module.css';
import type { Evidence, HotspotList } from './types';

/** How good the ranking would have been in past months, beside the other methods; nothing where the person chose it. */
export function RankingEvidence({ list }: { readonly list: HotspotList }) {
  const t = useTranslations('evidence');
  const { auto } = list;
  if (auto === null) return null;
  return (
    <section className={styles.evidence} aria-label={t('label')} data-testid="evidence">
      {auto.evidence === null ? null : <Backtest evidence={auto.evidence} />}
      <Standing auto={auto} />
    </section>
  );
}

function Backtest({ evidence }: { readonly evidence: Evidence }) {
  const t = useTranslations();
  const { locale } = usePreferences();
  const percent = (rate: number | null) => (rate === null ? '–' : formatRate(rate, locale));
  const { chosen, naive, perfect, months } = evidence;
  const coverage = formatPercent(evidence.coverage, locale);
  return (
    <details>
      <summary>
        {t('evidence.line', {
          months,
          coverage,
          chosen: percent(chosen.hitRate),
          naive: percent(naive.hitRate),
          perfect: percent(perfect.hitRate),
        })}
      </summary>
      <p>
        {t('evidence.by', {
          ranker: isRanker(evidence.ranker) ? t(`ranker.${evidence.ranker}`) : evidence.ranker,
          why: t(`evidence.why.${evidence.why}`),
        })}
      </p>
      <p>
        {t('evidence.n', {
          from: formatMonth(evidence.from, locale),
          to: formatMonth(evidence.to, locale),
          total: formatNumber(evidence.total, locale),
        })}
      </p>
      <EvidenceTable evidence={evidence} />
      <p className={styles.definition}>{t('evidence.definition', { coverage })}</p>
    </details>
  );
}

/** Every method that was tried, between a blind choice and the best in hindsight. */
function EvidenceTable({ evidence }: { readonly evidence: Evidence }) {
  const t = useTranslations();
  const { locale } = usePreferences();
  const rows = [
    { id: 'perfect', name: t('evidence.perfect'), ...evidence.perfect },
    ...evidence.tried.map((each) => ({
      ...each,
      id: each.ranker,
      name: isRanker(each.ranker) ? t(`ranker.${each.ranker}`) : each.ranker,
    })),
    { id: 'random', name: t('evidence.random'), ...evidence.random },
  ];
  return (
    <table className={styles.table}>
      <caption className="visually-hidden">{t('evidence.more')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('evidence.ranker')}</th>
          <th scope="col">{t('evidence.hits')}</th>
          <th scope="col">{t('evidence.hitRate')}</th>
          <th scope="col">{t('evidence.pai')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, name, hits, hitRate, pai, paiInterval }) => (
          <tr key={id} data-chosen={id === evidence.ranker}>
            <th scope="row">{name}</th>
            <td>{formatNumber(hits, locale)}</td>
            <td>{hitRate === null ? '–' : formatRate(hitRate, locale)}</td>
            <td>
              {pai === null ? '–' : formatFixed(pai, locale, 2)}
              {paiInterval === null || id === 'random' ? null : (
                <span className={styles.interval}>
                  {paiInterval.map((end) => formatFixed(end, locale, 2)).join('–')}
                </span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Standing({ auto }: { readonly auto: NonNullable<HotspotList['auto']> }) {
  const t = useTranslations('evidence');
  if (auto.isPending) return <p role="status">{t(auto.evidence === null ? 'pending' : 'stale')}</p>;
  return auto.evidence === null ? <p>{t('none')}</p> : null;
}

const NAMED = [
  'count_12m',
  'count_36m',
  'count_all',
  'decay',
  'seasonal',
  'kde',
  'promap',
  'gistar',
  'blend',
] as const;

function isRanker(id: string): id is (typeof NAMED)[number] {
  return NAMED.some((name) => name === id);
}
