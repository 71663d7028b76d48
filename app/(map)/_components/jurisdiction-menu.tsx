'use client';

import { useTranslations } from 'next-intl';
import styles from './jurisdiction-menu.module.css';
import { MenuButton } from './menu-button';
import type { View } from './types';

/** Whose map this is; a menu where there are several. */
export function JurisdictionMenu({
  view,
  onChoose,
}: {
  readonly view: View;
  readonly onChoose: (code: string) => void;
}) {
  const t = useTranslations('top');
  const { code, name } = view.jurisdiction;
  if (view.jurisdictions.length < 2) return <strong className={styles.only}>{name}</strong>;
  return (
    <MenuButton
      strong
      label={t('jurisdiction')}
      choices={view.jurisdictions.map((each) => ({ value: each.code, label: each.name }))}
      value={code}
      onChoose={onChoose}
    />
  );
}
