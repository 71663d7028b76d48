'use client';

import styles from './effect-page.module.css';
import { useEffectText } from './effect-text';
import type { Assessment, Place } from './types';

/** From nothing at all to twice what was expected; what goes beyond is cut off, and said in the words beside it. */
const WIDEST = 1;

/** The interval of a card, on one axis for all cards. The sentence above says the same. */
export function ListInterval({
  place,
  assessment,
}: {
  readonly place: Place;
  readonly assessment: Assessment;
}) {
  const { change } = useEffectText(place);
  const { treated } = assessment.differenceInDifferences;
  if (!treated.ok || assessment.verdict.code === 'cannot_tell') return null;
  const at = (ratio: number) =>
    `${((Math.min(ratio, 1 + WIDEST) - 1 + WIDEST) / (2 * WIDEST)) * 100}%`;
  const { low, high } = treated.interval;
  return (
    <div className={styles.mini} aria-hidden="true">
      <span className={styles.miniNone} />
      <span
        className={styles.miniInterval}
        data-beyond={high > 1 + WIDEST}
        style={{ left: at(low), right: `calc(100% - ${at(high)})` }}
      />
      <span className={styles.miniPoint} style={{ left: at(treated.ratio) }} />
      <span className={styles.miniEnds}>
        {[1 - WIDEST, 1, 1 + WIDEST].map((ratio) => (
          <span key={ratio}>{change(ratio)}</span>
        ))}
      </span>
    </div>
  );
}
