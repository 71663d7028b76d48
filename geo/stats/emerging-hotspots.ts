import { mannKendall, type Trend } from './mann-kendall';

/** How a cell became what it is, in the order in which the definitions are tried. */
export const EMERGING_PATTERNS = [
  'new',
  'consecutive',
  'intensifying',
  'diminishing',
  'persistent',
  'sporadic',
  'oscillating',
  'historical',
] as const;

type EmergingPattern = (typeof EMERGING_PATTERNS)[number];
type EmergingClass = `${EmergingPattern}-${'hot' | 'cold'}` | 'none';

export type EmergingHotspot =
  | {
      readonly ok: true;
      readonly class: EmergingClass;
      /** Of the z-scores: up is towards hot. */
      readonly trend: Trend;
      readonly trendP: number;
      /** Per step: 1 hot, -1 cold, 0 neither. */
      readonly states: Int8Array<ArrayBuffer>;
    }
  | { readonly ok: false; readonly reason: 'too-few-steps'; readonly needed: number };

/** Fewer steps than these cannot show a trend. */
const FEWEST_STEPS = 10;
/** Share of the steps from which a cell counts as hot (or cold) throughout. */
const THROUGHOUT = 0.9;

/**
 * Which of 17 classes the history of one cell belongs to: eight patterns of hot, eight of cold, or none.
 *
 * Where two definitions fit, the state of the last step goes first (a cell that was hot for eleven months and is now
 * cold is a new cold spot, not a historical hot one), then the order of {@link EMERGING_PATTERNS}. So each series has
 * exactly one class, and turning the signs of z exchanges hot and cold.
 *
 * @param scores Gi* z of one cell, a value a step in the order of time.
 * @param isSignificant as long: not 0 where the step's z is significant after correction.
 * @param alpha a trend of the scores is one where Mann–Kendall's p is below it.
 * @returns not ok for fewer than 10 steps.
 * @throws {RangeError} if the lengths differ.
 * @see Esri, "How Emerging Hot Spot Analysis works" (published definitions)
 */
export function emergingHotspot(
  scores: Float64Array,
  isSignificant: ArrayLike<number>,
  alpha = 0.05,
): EmergingHotspot {
  if (scores.length !== isSignificant.length)
    throw new RangeError(`${isSignificant.length} marks for ${scores.length} steps`);
  if (scores.length < FEWEST_STEPS)
    return { ok: false, reason: 'too-few-steps', needed: FEWEST_STEPS };
  const states = Int8Array.from(scores, (z, step) => (isSignificant[step] ? Math.sign(z) : 0));
  const { trend, p } = mannKendall(scores, alpha);
  return { ok: true, class: classOf(states, trend), trend, trendP: p, states };
}

function classOf(states: Int8Array, trend: Trend): EmergingClass {
  const last = states.at(-1);
  if (last === 1) return `${livePattern(states, trend)}-hot`;
  if (last === -1) return `${livePattern(states.map(opposite), turned(trend))}-cold`;
  if (isThroughout(states)) return 'historical-hot';
  if (isThroughout(states.map(opposite))) return 'historical-cold';
  return 'none';
}

/** The pattern of a cell that is hot in the last step. */
function livePattern(states: Int8Array, trend: Trend): Exclude<EmergingPattern, 'historical'> {
  if (isThroughout(states)) {
    if (trend === 'none') return 'persistent';
    return trend === 'up' ? 'intensifying' : 'diminishing';
  }
  const runStart = states.findLastIndex((state) => state !== 1) + 1;
  const wasHotBefore = states.subarray(0, runStart).includes(1);
  if (!wasHotBefore) return runStart === states.length - 1 ? 'new' : 'consecutive';
  return states.includes(-1) ? 'oscillating' : 'sporadic';
}

function isThroughout(states: Int8Array): boolean {
  let hot = 0;
  for (const state of states) if (state === 1) hot++;
  return hot >= THROUGHOUT * states.length;
}

function opposite(state: number): number {
  return -state;
}

function turned(trend: Trend): Trend {
  if (trend === 'none') return 'none';
  return trend === 'up' ? 'down' : 'up';
}
