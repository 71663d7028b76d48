'use client';

import { IconX } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { usePreferences } from '@/app/_components/preferences';
import { formatNumber } from '@/lib/format/numbers';
import type { TooltipLine } from '@/lib/layers/define';
import styles from './map-tooltip.module.css';
import type { Pointed } from './use-map-pointer';

type Props = { readonly pointed: Pointed; readonly onClose: () => void };

/** What is under the pointer; clicked, it stays until closed. */
export function MapTooltip({ pointed, onClose }: Props) {
  const t = useTranslations();
  const { layer, properties, pinned } = pointed;
  const { titleProperty, lines } = layer.tooltip;
  const name = titleProperty === undefined ? undefined : properties[titleProperty];
  return (
    <div
      className={styles.tooltip}
      data-pinned={pinned}
      role={pinned ? 'status' : 'tooltip'}
      style={{ left: pointed.x, top: pointed.y }}
    >
      <header className={styles.head}>
        <span className={styles.layer}>{t(`layers.${layer.id}`)}</span>
        {pinned ? (
          <button
            type="button"
            className={styles.close}
            onClick={onClose}
            aria-label={t('keys.escape')}
          >
            <IconX size={14} />
          </button>
        ) : null}
      </header>
      {typeof name === 'string' && name !== '' ? (
        <strong className={styles.name}>{name}</strong>
      ) : null}
      <dl className={styles.lines}>
        {lines.map((line) => (
          <Line key={line.property} line={line} value={properties[line.property]} />
        ))}
      </dl>
    </div>
  );
}

function Line({ line, value }: { readonly line: TooltipLine; readonly value: unknown }) {
  const t = useTranslations();
  const { locale } = usePreferences();
  if (value === null || value === undefined || value === '') return null;
  return (
    <div className={styles.line}>
      <dt>{t(`tooltip.${line.labelKey}`)}</dt>
      <dd>{text()}</dd>
    </div>
  );

  function text(): string {
    if (line.format === 'message') {
      const key = `${line.group}.${value}`;
      return t.has(key) ? t(key) : String(value);
    }
    if (typeof value === 'number')
      return formatNumber(value, locale, line.format === 'score' ? 2 : 0);
    return String(value);
  }
}
