'use client';

import { useTranslations } from 'next-intl';
import { usePreferences } from '@/app/_components/preferences';
import { formatFixed, formatPercent } from '@/lib/format/numbers';
import bars from './kind-bars.module.css';
import type { ScorePart } from './types';

/** What a score is made of: each part's share of the sum, the largest first. */
export function ScoreParts({ parts }: { readonly parts: readonly ScorePart[] }) {
  const t = useTranslations('part');
  const { locale } = usePreferences();
  const total = parts.reduce((sum, { contribution }) => sum + contribution, 0);
  if (total <= 0) return null;
  const sorted = [...parts].sort((a, b) => b.contribution - a.contribution);
  return (
    <ul className={bars.kinds} data-testid="score-parts">
      {sorted.map(({ name, contribution }) => (
        <li key={name}>
          <span className={bars.name} title={t(name)}>
            {t(name)}
          </span>
          <span className={bars.track} aria-hidden="true">
            <span style={{ width: `${(contribution / total) * 100}%` }} />
          </span>
          <span className={bars.count}>{formatFixed(contribution, locale, 2)}</span>
          <span className={bars.share}>{formatPercent(contribution / total, locale)}</span>
        </li>
      ))}
    </ul>
  );
}
