'use client';

import styles from './effect-page.module.css';
import { useEffectText } from './effect-text';
import { Scroll } from './scroll';
import type { SectionProps } from './types';

const COLUMNS = ['cells', 'countBefore', 'aMonth', 'countDuring', 'yearEarlier'] as const;

/** The four counts, or the eight with the rings: all that the WDD and the E-test rest on. */
export function CountTable({ place, effect }: SectionProps) {
  const { t, words, count, fixed } = useEffectText(place);
  const { counts, months, notes } = effect.assessment;
  return (
    <section className={styles.section} aria-labelledby="counts">
      <h2 id="counts">{t('counts')}</h2>
      <Scroll>
        <table className={styles.figures}>
          <thead>
            <tr>
              <th scope="col">{t('part')}</th>
              {COLUMNS.map((column) => (
                <th key={column} scope="col">
                  {t(column)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {counts.map(({ part, cells, before, during, yearEarlier }) => (
              <tr key={part}>
                <th scope="row">{words(`part.${part}`)}</th>
                <td>{count(cells)}</td>
                <td>{count(before)}</td>
                <td>{fixed(before / months.before, 1)}</td>
                <td>{count(during)}</td>
                <td>{yearEarlier === null ? '–' : count(yearEarlier)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <p className={styles.definition}>
        {t('countsDefinition', months)}{' '}
        {notes.includes('scaled') ? t('scaled', { note: words('note.scaled') }) : null}
      </p>
    </section>
  );
}
