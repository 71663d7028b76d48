import type { Interval } from './normal';
import { studentReach95, twoSidedStudentP } from './student-t';
import { fitTwoWayPoisson, type Panel } from './two-way-poisson';

/** What a unit's month is: a control, since nobody treats it (yet); treated; the ring of one that is; or neither. */
export const PANEL_STATES = { untreated: 0, treated: 1, ring: 2, leftOut: 3 } as const;

export type TreatedPanel = Panel & {
  /** units × months, of {@link PANEL_STATES}. A unit treated from a month on is untreated before it. */
  readonly states: Uint8Array;
};

export type CannotTell = {
  readonly ok: false;
  /**
   * `no_treated`: no such unit; `no_control`: a treated month without any untreated unit, or a treated unit that was never
   * untreated; `too_few_counts`: fewer than 10 degrees of freedom; `too_few_expected`: fewer than 5 incidents expected;
   * `too_uncertain`: the expected count is not known to be above 0.
   */
  readonly reason:
    | 'no_treated'
    | 'no_control'
    | 'too_few_counts'
    | 'too_few_expected'
    | 'too_uncertain';
};

export type Difference = {
  readonly ok: true;
  readonly observed: number;
  /** What the untreated months and units lead one to expect. */
  readonly expected: number;
  /** observed / expected: 0.7 for 30 % fewer. */
  readonly ratio: number;
  /** 95 %, of the ratio. */
  readonly interval: Interval;
  /** Two-sided, of a ratio of 1. */
  readonly p: number;
  /** Units that were never treated and, taken for treated in the same months, lie as far from what was expected of them. */
  readonly placebos: { readonly units: number; readonly asFar: number };
};

export type DifferenceInDifferences = {
  readonly treated: Difference | CannotTell;
  /** The rings, where incidents may have moved to. */
  readonly displacement: Difference | CannotTell;
  /** How many times more than by chance the counts vary, from 1 up. */
  readonly dispersion: number;
  readonly degreesOfFreedom: number;
};

const LEAST_DEGREES_OF_FREEDOM = 10;
const LEAST_EXPECTED = 5;

/**
 * Difference-in-differences over towns and months, for treatments that begin at different times (stepped wedge).
 *
 * A Poisson regression with an effect of each unit and each month is fitted to the untreated unit-months alone; it says what the
 * treated ones would have had. So a unit that is treated later is a control until then, one treated earlier never is one
 * afterwards, and effects that differ from town to town are averaged and not confounded, as they are in a single regression
 * with an indicator. Assumed: without treatment, all units would have changed by the same factor from month to month.
 *
 * The interval is a score interval in Student's t: the observed count varies by φ times its mean, the expected one by its own
 * uncertainty. φ, at least 1, is Pearson's, or where it is larger that of sums over as many consecutive months of a town as the
 * treatment lasts: months of a town may go together. Clustering by town itself would need several treated towns; how the
 * controls look when each is taken for treated is told beside it.
 *
 * @throws {RangeError} where the arrays are not of the size that the panel says.
 * @see Borusyak, Jaravel & Spiess (2024), Review of Economic Studies 91(6), doi:10.1093/restud/rdae007 (imputation);
 *   Wooldridge (2023), The Econometrics Journal 26(3), doi:10.1093/ectj/utad016 (counts, with a log link)
 */
export function differenceInDifferences(panel: TreatedPanel): DifferenceInDifferences {
  const { displacement, treated, ...fit } = estimate(panel);
  const placebos = { units: 0, asFar: 0 };
  if (treated.ok)
    for (const unit of neverTreated(panel)) {
      const placebo = estimate(pretend(panel, unit)).treated;
      if (!placebo.ok) continue;
      placebos.units++;
      if (placebo.p <= treated.p) placebos.asFar++;
    }
  return { ...fit, displacement, treated: treated.ok ? { ...treated, placebos } : treated };
}

function estimate(panel: TreatedPanel): DifferenceInDifferences {
  const { states, counts } = panel;
  if (states.length !== counts.length)
    throw new RangeError(`${states.length} states for ${counts.length} counts`);
  const used = mask(states, PANEL_STATES.untreated);
  const fit = fitTwoWayPoisson(panel, used);
  const dispersion = dispersionOf(panel, used, fit.expected, fit.degreesOfFreedom);
  const of = (state: number) => {
    const chosen = mask(states, state);
    const refusal = refuse(panel, used, chosen, fit.degreesOfFreedom);
    if (refusal) return { ok: false, reason: refusal } as const;
    const variance = dispersion * fit.varianceOfSum(chosen);
    const observed = sumWhere(counts, chosen);
    const expected = sumWhere(fit.expected, chosen);
    return compare({ observed, expected, variance, dispersion }, fit.degreesOfFreedom);
  };
  return {
    treated: of(PANEL_STATES.treated),
    displacement: of(PANEL_STATES.ring),
    dispersion,
    degreesOfFreedom: fit.degreesOfFreedom,
  };
}

const mask = (states: Uint8Array, state: number) => states.map((each) => (each === state ? 1 : 0));

const sumWhere = (values: Float64Array, chosen: Uint8Array) =>
  values.reduce((sum, value, at) => sum + (chosen[at] ? value : 0), 0);

function refuse(
  { units, months }: TreatedPanel,
  used: Uint8Array,
  chosen: Uint8Array,
  degreesOfFreedom: number,
): CannotTell['reason'] | undefined {
  if (!chosen.includes(1)) return 'no_treated';
  const hasUsed = (at: number) => {
    const row = Math.floor(at / months) * months;
    const ofUnit = used.subarray(row, row + months).includes(1);
    return (
      ofUnit &&
      Array.from({ length: units }, (_, unit) => used[unit * months + (at % months)]).includes(1)
    );
  };
  if (chosen.some((isChosen, at) => isChosen === 1 && !hasUsed(at))) return 'no_control';
  return degreesOfFreedom < LEAST_DEGREES_OF_FREEDOM ? 'too_few_counts' : undefined;
}

/** Solves (O − ρE)² = t² (φρE + ρ²V) for the ratios ρ that the counts do not contradict. */
function compare(
  counts: { observed: number; expected: number; variance: number; dispersion: number },
  degreesOfFreedom: number,
): Difference | CannotTell {
  const { observed, expected, variance, dispersion } = counts;
  if (!(expected >= LEAST_EXPECTED)) return { ok: false, reason: 'too_few_expected' };
  const reach = studentReach95(degreesOfFreedom) ** 2;
  const square = expected ** 2 - reach * variance;
  if (!(square > 0)) return { ok: false, reason: 'too_uncertain' };
  const half = observed * expected + (reach * dispersion * expected) / 2;
  const root = Math.sqrt(Math.max(0, half ** 2 - square * observed ** 2));
  const t = (observed - expected) / Math.sqrt(dispersion * expected + variance);
  return {
    ...{ ok: true, observed, expected, ratio: observed / expected },
    interval: { low: (half - root) / square, high: (half + root) / square },
    p: twoSidedStudentP(t, degreesOfFreedom),
    placebos: { units: 0, asFar: 0 },
  };
}

/** Pearson's dispersion of single months, and of runs of as many months as the longest treatment; the larger, at least 1. */
function dispersionOf(
  panel: TreatedPanel,
  used: Uint8Array,
  expected: Float64Array,
  degreesOfFreedom: number,
): number {
  if (degreesOfFreedom < 1) return 1;
  const usedCounts = used.reduce((sum, use) => sum + use, 0);
  const lost = degreesOfFreedom / usedCounts;
  const longest = Math.max(
    1,
    ...rowsOf(panel).map((row) => row.filter((state) => state === PANEL_STATES.treated).length),
  );
  return Math.max(
    1,
    ...[...new Set([1, longest])].map((length) => {
      const squares = runsOf(panel, used, length).flatMap((run) => {
        const mean = run.reduce((sum, at) => sum + expected[at]!, 0);
        const residual = run.reduce((sum, at) => sum + panel.counts[at]! - expected[at]!, 0);
        return mean > 0 ? [residual ** 2 / mean] : [];
      });
      return squares.reduce((sum, square) => sum + square, 0) / (squares.length * lost || 1);
    }),
  );
}

function rowsOf({ units, months, states }: TreatedPanel): Uint8Array[] {
  return Array.from({ length: units }, (_, unit) =>
    states.subarray(unit * months, (unit + 1) * months),
  );
}

/** Places of the used counts in runs of `length` consecutive months of a unit, as many as there are. */
function runsOf({ units, months }: TreatedPanel, used: Uint8Array, length: number): number[][] {
  const runs: number[][] = [];
  for (let unit = 0; unit < units; unit++) {
    let run: number[] = [];
    for (let at = unit * months; at < (unit + 1) * months; at++) {
      run = used[at] ? [...run, at] : [];
      if (run.length < length) continue;
      runs.push(run);
      run = [];
    }
  }
  return runs;
}

/** Units that are a control in every month. */
function neverTreated(panel: TreatedPanel): number[] {
  return rowsOf(panel).flatMap((row, unit) => (row.every((state) => state === 0) ? [unit] : []));
}

/** The panel with one control taken for treated in the months in which others were, and those left out. */
function pretend(panel: TreatedPanel, unit: number): TreatedPanel {
  const { months } = panel;
  const isTreatedMonth = new Uint8Array(months);
  panel.states.forEach((state, at) => {
    if (state === PANEL_STATES.treated) isTreatedMonth[at % months] = 1;
  });
  const states = panel.states.map((state, at) => {
    if (state !== PANEL_STATES.untreated) return PANEL_STATES.leftOut;
    const isHere = Math.floor(at / months) === unit && isTreatedMonth[at % months] === 1;
    return isHere ? PANEL_STATES.treated : state;
  });
  return { ...panel, states };
}
