'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import styles from './effect-page.module.css';

/** A table that may be wider than a phone: it is moved by finger or, once it has the focus, by arrow keys. */
export function Scroll({ children }: { readonly children: ReactNode }) {
  const t = useTranslations('effectPage');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must reach what can be scrolled
    <section className={styles.scroll} tabIndex={0} aria-label={t('table')}>
      {children}
    </section>
  );
}
