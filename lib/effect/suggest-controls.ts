import type { Correlation } from '@/geo/stats/pearson-correlation';

/** A town that could be a control, by the months before. */
export type ControlCandidate = {
  readonly id: string;
  readonly name: string;
  readonly nameEn: string | null;
  /** Incidents in the months before. */
  readonly incidents: number;
  /** With the treated towns together, over the months before; null where one of the two is constant. */
  readonly correlation: Correlation | null;
  /** First month of the comparison in which it has a campaign of its own; null: none. */
  readonly campaignFrom: string | null;
  /** Whether cells of it lie in the ring about the treated towns. */
  readonly isNear: boolean;
  readonly isSuggested: boolean;
};

/** More than five controls make a better answer than one. */
const MOST_SUGGESTED = 6;
/** A town of the same size has at most so many times as many incidents, and at least so many times fewer. */
const SAME_SIZE = 2.5;

/**
 * Marks towns that make a likely control of one of the treated: no campaign of their own in the months compared, about the same
 * size, and of those the ones whose months before went most alike. Who registers chooses; this is where they begin.
 *
 * @param level incidents in the months before of one treated town, on average.
 */
export function suggestControls(
  candidates: readonly Omit<ControlCandidate, 'isSuggested'>[],
  level: number,
): ControlCandidate[] {
  const likely = candidates.filter(
    ({ incidents, campaignFrom }) =>
      campaignFrom === null && incidents * SAME_SIZE >= level && incidents <= level * SAME_SIZE,
  );
  const alike = ({ correlation }: Omit<ControlCandidate, 'isSuggested'>) => correlation?.r ?? -1;
  const best = likely.toSorted((a, b) => alike(b) - alike(a) || (a.id < b.id ? -1 : 1));
  const suggested = new Set(level > 0 ? best.slice(0, MOST_SUGGESTED).map(({ id }) => id) : []);
  return candidates.map((each) => ({ ...each, isSuggested: suggested.has(each.id) }));
}
