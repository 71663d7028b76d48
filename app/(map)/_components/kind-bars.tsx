'use client';

import { useTranslations } from 'next-intl';
import { usePreferences } from '@/app/_components/preferences';
import { formatNumber, formatPercent } from '@/lib/format/numbers';
import { useKindName } from './hotspot-text';
import styles from './kind-bars.module.css';
import type { KindShare } from './types';

const SHOWN = 5;

/** Kinds by frequency: n and share each, the rest summed up. */
export function KindBars({ kinds }: { readonly kinds: readonly KindShare[] }) {
  const t = useTranslations('details');
  const { locale } = usePreferences();
  const kindName = useKindName();
  const total = kinds.reduce((sum, { count }) => sum + count, 0);
  const rest = kinds.slice(SHOWN).reduce((sum, { count }) => sum + count, 0);
  const rows = kinds
    .slice(0, SHOWN)
    .map((kind) => ({ key: kind.kind, name: kindName(kind), count: kind.count }));
  if (rest > 0) rows.push({ key: '', name: t('others'), count: rest });
  return (
    <ul className={styles.kinds}>
      {rows.map(({ key, name, count }) => (
        <li key={key}>
          <span className={styles.name} title={name}>
            {name}
          </span>
          <span className={styles.track} aria-hidden="true">
            <span style={{ width: `${(count / total) * 100}%` }} />
          </span>
          <span className={styles.count}>{formatNumber(count, locale)}</span>
          <span className={styles.share}>{formatPercent(count / total, locale)}</span>
        </li>
      ))}
    </ul>
  );
}
