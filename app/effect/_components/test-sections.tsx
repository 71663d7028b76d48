'use client';

import styles from './effect-page.module.css';
import { useEffectText } from './effect-text';
import { Scroll } from './scroll';
import { Source } from './source';
import type { SectionProps } from './types';

const PARTS = ['treated', 'control'] as const;

/** The E-test: rate against rate of one area, exact for small counts. */
export function TestSection({ place, effect }: SectionProps) {
  const { t, words, fixed, probability } = useEffectText(place);
  const { eTest } = effect.assessment;
  return (
    <section className={styles.section} aria-labelledby="test">
      <h2 id="test">{t('testTitle')}</h2>
      <Scroll>
        <table className={styles.figures}>
          <thead>
            <tr>
              <th scope="col">{t('part')}</th>
              <th scope="col">{t('rateRatio')}</th>
              <th scope="col">p</th>
            </tr>
          </thead>
          <tbody>
            {PARTS.map((part) => (
              <tr key={part}>
                <th scope="row">{words(`part.${part}`)}</th>
                <td>
                  {eTest[part].rateRatio === null
                    ? t('noneBefore')
                    : fixed(eTest[part].rateRatio, 2)}
                </td>
                <td>{probability(eTest[part].p)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <p className={styles.definition}>
        {words('definition.e_test')} {t('testHint')} <Source id="test" />
      </p>
    </section>
  );
}

/** The same months a year earlier, with how far apart chance alone would put them. */
export function YearSection({ place, effect }: SectionProps) {
  const { t, words, count, change, difference } = useEffectText(place);
  const { yearOnYear } = effect.assessment;
  return (
    <section className={styles.section} aria-labelledby="year">
      <h2 id="year">{t('yearTitle')}</h2>
      {yearOnYear ? (
        <Scroll>
          <table className={styles.figures}>
            <thead>
              <tr>
                <th scope="col">{t('part')}</th>
                <th scope="col">{t('yearEarlier')}</th>
                <th scope="col">{t('countDuring')}</th>
                <th scope="col">{t('change')}</th>
                <th scope="col">z</th>
                <th scope="col">{t('meaning')}</th>
              </tr>
            </thead>
            <tbody>
              {PARTS.map((part) => {
                const { now, past, z, isNormalVariation, change: share } = yearOnYear[part];
                return (
                  <tr key={part}>
                    <th scope="row">{words(`part.${part}`)}</th>
                    <td>{count(past)}</td>
                    <td>{count(now)}</td>
                    <td>{share === null ? t('noShare') : change(1 + share)}</td>
                    <td>{difference(z, 1)}</td>
                    <td>{isNormalVariation ? t('normalVariation') : t('beyondVariation')}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </Scroll>
      ) : (
        <p>{t('cannotTell', { reason: words('reason.months_missing') })}</p>
      )}
      <p className={styles.definition}>
        {words('definition.year_on_year')} {t('yearHint')} <Source id="year" />
      </p>
    </section>
  );
}
