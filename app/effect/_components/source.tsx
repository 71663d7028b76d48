'use client';

import { useTranslations } from 'next-intl';
import styles from './effect-page.module.css';

const SOURCES = {
  wdd: [['Wheeler & Ratcliffe (2018)', '10.1186/s40163-018-0085-5']],
  difference: [
    ['Borusyak, Jaravel & Spiess (2024)', '10.1093/restud/rdae007'],
    ['Wooldridge (2023)', '10.1093/ectj/utad016'],
  ],
  test: [['Krishnamoorthy & Thomson (2004)', '10.1016/S0378-3758(02)00408-1']],
  year: [['Wheeler (2016)', '10.1177/1461355716642781']],
} as const;

/** Where a method comes from; the DOI is written out, for a wall or a page of paper. */
export function Source({ id }: { readonly id: keyof typeof SOURCES }) {
  const t = useTranslations('effectPage');
  return (
    <cite className={styles.source}>
      {t('source')}
      {SOURCES[id].map(([authors, doi]) => (
        <span key={doi}>
          {authors}, doi:{doi}
        </span>
      ))}
    </cite>
  );
}
