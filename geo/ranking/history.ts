/**
 * Incidents of n places over consecutive steps (months, weeks or days), oldest first. Sparse: what is zero takes no
 * room, so that a score costs as much as there are counts, not as there are places times steps.
 */
export type History = {
  readonly places: number;
  readonly steps: number;
  /** Entries of step s are `offsets[s]` up to but without `offsets[s + 1]`. */
  readonly offsets: Uint32Array;
  readonly place: Uint32Array;
  readonly count: Float64Array;
  /** Whole millionths of a day of a sentence's starting point. */
  readonly harm: Float64Array;
  /** The step in which it was reported, never before its own: a ranking for that step or an earlier one does not know it. */
  readonly reported: Uint32Array;
};

/** Of which harm is counted in whole ones, so that sums are exact. */
export const HARM_UNIT = 1e6;

/** What incidents are weighed by: each as one, or each by its kind's harm. */
export type Weighing = 'count' | 'harm';

/** What one entry is worth. */
function worthOf(history: History, weighing: Weighing): Float64Array {
  return weighing === 'harm' ? history.harm : history.count;
}

type HistoryEntry = {
  readonly step: number;
  readonly place: number;
  readonly count: number;
  /** As in {@link History}; 0 where nobody asks for it. */
  readonly harm?: number;
  /** Absent: in its own step. */
  readonly reported?: number;
};

/**
 * Packs entries in any order; those of one step keep theirs.
 *
 * @throws {RangeError} for a place or step that is not there, or a report before the incident.
 */
export function packHistory(
  places: number,
  steps: number,
  entries: readonly HistoryEntry[],
): History {
  for (const { step, place, reported = step } of entries)
    if (!(step >= 0 && step < steps && place >= 0 && place < places && reported >= step))
      throw new RangeError(`no place ${place} or step ${step}, or reported before it: ${reported}`);
  const byStep = Map.groupBy(entries, ({ step }) => step);
  const rows = [...byStep].map(([step, rowsOfStep]) => ({
    step,
    place: rowsOfStep.map(({ place }) => place),
    count: rowsOfStep.map(({ count }) => count),
    harm: rowsOfStep.map(({ harm = 0 }) => harm),
    reported: rowsOfStep.map(({ reported = step }) => reported),
  }));
  return joinSteps(places, steps, rows);
}

/** The entries of one step, column by column, each of the same length. */
export type StepEntries = { readonly step: number } & Readonly<
  Record<'place' | 'count' | 'harm' | 'reported', ArrayLike<number>>
>;

/** Joins steps in any order, each at most once, to a history; one that is left out has no entries. */
export function joinSteps(places: number, steps: number, rows: readonly StepEntries[]): History {
  const offsets = new Uint32Array(steps + 1);
  for (const { step, place } of rows) offsets[step + 1] = place.length;
  for (let step = 0; step < steps; step++) offsets[step + 1] = offsets[step + 1]! + offsets[step]!;
  const entries = offsets[steps]!;
  const history = {
    places,
    steps,
    offsets,
    place: new Uint32Array(entries),
    count: new Float64Array(entries),
    harm: new Float64Array(entries),
    reported: new Uint32Array(entries),
  };
  for (const row of rows) {
    const at = offsets[row.step]!;
    history.place.set(row.place, at);
    history.count.set(row.count, at);
    history.harm.set(row.harm, at);
    history.reported.set(row.reported, at);
  }
  return history;
}

/** A history by longer steps, of `size` shorter ones each; what goes beyond the last whole one is left out. */
export function groupSteps(history: History, size: number, steps: number): History {
  const { offsets } = history;
  const last = offsets[steps * size]!;
  const starts = Uint32Array.from({ length: steps + 1 }, (_, step) => offsets[step * size]!);
  return {
    places: history.places,
    steps,
    offsets: starts,
    place: history.place.subarray(0, last),
    count: history.count.subarray(0, last),
    harm: history.harm.subarray(0, last),
    reported: history.reported.subarray(0, last).map((step) => Math.floor(step / size)),
  };
}

/**
 * What happened in one step at each place, whenever it was reported: the outcome that a ranking is judged by.
 *
 * @returns incidents, or days of harm.
 */
export function outcomeOf(history: History, step: number, weighing: Weighing): Float64Array {
  const worth = worthOf(history, weighing);
  const outcome = new Float64Array(history.places);
  for (let entry = history.offsets[step]!; entry < history.offsets[step + 1]!; entry++)
    outcome[history.place[entry]!] = outcome[history.place[entry]!]! + worth[entry]!;
  return weighing === 'harm' ? outcome.map((harm) => harm / HARM_UNIT) : outcome;
}

/**
 * The weighted sum at each place of what was known when step `origin` began.
 *
 * @param weights by age in steps: `weights[0]` is that of the step before `origin`; older ones than are given weigh 0.
 */
export function weightedSums(
  history: History,
  origin: number,
  weights: ArrayLike<number>,
  weighing: Weighing,
): Float64Array {
  const { offsets, place, reported } = history;
  const worth = worthOf(history, weighing);
  const sums = new Float64Array(history.places);
  for (let step = Math.max(0, origin - weights.length); step < origin; step++) {
    const weight = weights[origin - 1 - step]!;
    if (weight === 0) continue;
    for (let entry = offsets[step]!; entry < offsets[step + 1]!; entry++)
      if (reported[entry]! < origin)
        sums[place[entry]!] = sums[place[entry]!]! + weight * worth[entry]!;
  }
  return sums;
}
