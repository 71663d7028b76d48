'use client';

import { IconUnlink } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import styles from './link-notice.module.css';
import type { UnknownPart } from './read-link';

type Props = {
  readonly unknown: readonly UnknownPart[];
  /** Takes out of the address what names nothing. */
  readonly onMend: () => void;
};

/** Says which parts of the link name nothing here, so that nobody takes the list for what was sent. */
export function LinkNotice({ unknown, onMend }: Props) {
  const t = useTranslations('link');
  if (unknown.length === 0) return null;
  return (
    <div className={styles.notice} role="status">
      <IconUnlink size={16} aria-hidden="true" />
      <ul>
        {unknown.map(({ part, text }) => (
          <li key={`${part}${text}`}>{t(part, { text })}</li>
        ))}
      </ul>
      <button type="button" onClick={onMend}>
        {t('mend')}
      </button>
    </div>
  );
}
