import 'server-only';
import type { EffectCells, EffectPart, EffectRegistration, MonthSpan } from '@/db/queries/effect';
import {
  type DifferenceInDifferences,
  differenceInDifferences,
  PANEL_STATES,
  type TreatedPanel,
} from '@/geo/stats/difference-in-differences';
import { type ETest, eTest } from '@/geo/stats/e-test';
import type { Interval } from '@/geo/stats/normal';
import {
  type BeforeAndDuring,
  type DisplacementDifference,
  type DisplacementDifferenceInput,
  weightedDisplacementDifference,
} from '@/geo/stats/weighted-displacement-difference';
import { type YearOnYear, yearOnYear } from '@/geo/stats/year-on-year';
import type { EffectNote, EffectReason, EffectVerdict } from '@/lib/effect/words';
import { addMonths, monthsOf } from '@/lib/format/month';

/** Below so many incidents in a period as long as that during, the normal approximation of the WDD does not hold. */
const LEAST_COUNT = 5;
const SIGNIFICANT = 0.05;

export type EffectCounts = BeforeAndDuring & {
  readonly part: EffectPart;
  readonly cells: number;
  /** The months during, a year earlier; null where the facts do not reach back so far. */
  readonly yearEarlier: number | null;
};

export type EffectAssessment = {
  readonly verdict: {
    readonly code: EffectVerdict;
    /** Which test says so; null where none can. */
    readonly basis: 'difference_in_differences' | 'wdd' | 'e_test' | null;
    /** Why it cannot be told. */
    readonly reason: EffectReason | null;
  };
  readonly notes: readonly EffectNote[];
  /** What is known: all incidents of these months as of this version of the data. */
  readonly asOf: { readonly dataVersion: number; readonly facts: MonthSpan | null };
  readonly months: { readonly before: number; readonly during: number };
  readonly counts: readonly EffectCounts[];
  /** In incidents of the months during; each null where nothing can be told. */
  readonly wdd: {
    /** With the control weighted to the level that the area had before. */
    readonly local: DisplacementDifference | null;
    /** Together with the rings, theirs weighted likewise; null also where there is no ring about one of the two. */
    readonly total: DisplacementDifference | null;
    /** As published, of all that `total` is of, else of `local`: right only for a control of about the area's own level. */
    readonly unweighted: DisplacementDifference | null;
  };
  /** Months during against months before, rate against rate; without regard to the other area. */
  readonly eTest: { readonly treated: ETest; readonly control: ETest };
  readonly differenceInDifferences: DifferenceInDifferences & {
    readonly units: number;
    readonly months: number;
    /** Control towns that had a campaign of their own, from its month on no controls any more. */
    readonly controlsTreated: readonly { readonly name: string; readonly from: string }[];
  };
  /** The months during against the same a year earlier; null where the facts do not reach back so far. */
  readonly yearOnYear: { readonly treated: YearOnYear; readonly control: YearOnYear } | null;
};

/** What is known for an assessment. */
export type EffectEvidence = {
  readonly registration: EffectRegistration;
  /** Of all months of {@link effectMonths}. */
  readonly cells: readonly EffectCells[];
  readonly facts: MonthSpan | null;
  readonly dataVersion: number;
  /** First month within the comparison in which a town had a campaign. */
  readonly campaignStarts: readonly { readonly town: string; readonly month: string }[];
};

/** The months that an assessment needs counts of: before, during, and those of a year before during. */
export function effectMonths({
  before,
  during,
}: Pick<EffectRegistration, 'before' | 'during'>): string[] {
  return [...new Set([...monthsOf(before), ...monthsOf(during), ...monthsOf(earlier(during))])];
}

const earlier = ({ from, to }: MonthSpan): MonthSpan => ({
  from: addMonths(from, -12),
  to: addMonths(to, -12),
});

/** Whether a campaign worked, in words first; then by each method, with what it rests on. Depends on nothing but its input. */
export function assessEffect(evidence: EffectEvidence): EffectAssessment {
  const { registration, facts, dataVersion } = evidence;
  const { before, during } = registration;
  const months = { before: monthsOf(before).length, during: monthsOf(during).length };
  const counts = countParts(evidence);
  const treated = partOf(counts, 'treated');
  const control = partOf(counts, 'control');
  const lengthRatio = months.during / months.before;
  const wdd = compareAreas(counts, lengthRatio);
  const overTime = ({ before, during }: BeforeAndDuring) =>
    eTest({ count: during, exposure: months.during }, { count: before, exposure: months.before });
  const tests = { treated: overTime(treated), control: overTime(control) };
  const panel = comparePanel(evidence);
  return {
    verdict: verdictOf(evidence, { treated, control, wdd, test: tests.treated, panel }),
    notes: notesOf(evidence, { counts, months, panel }),
    asOf: { dataVersion, facts },
    months,
    counts,
    wdd,
    eTest: tests,
    differenceInDifferences: panel,
    yearOnYear: compareYears(treated, control),
  };
}

function countParts({ registration, cells, facts }: EffectEvidence): EffectCounts[] {
  const { before, during } = registration;
  const year = earlier(during);
  const knowsYear = facts !== null && facts.from <= year.from;
  const parts: EffectPart[] = ['treated', 'treated_ring', 'control', 'control_ring'];
  return parts.map((part) => {
    const rows = cells.filter((row) => row.part === part);
    const sum = (span: MonthSpan) =>
      rows.reduce((total, { counts }) => total + sumOf(counts, span), 0);
    return {
      ...{ part, before: sum(before), during: sum(during) },
      yearEarlier: knowsYear ? sum(year) : null,
      cells: rows.reduce((total, row) => total + row.cells, 0),
    };
  });
}

function sumOf(counts: EffectCells['counts'], span: MonthSpan): number {
  return monthsOf(span).reduce((sum, month) => sum + (counts[month] ?? 0), 0);
}

function partOf(counts: readonly EffectCounts[], part: EffectPart): EffectCounts {
  return (
    counts.find((each) => each.part === part) ?? {
      ...{ part, cells: 0, before: 0, during: 0, yearEarlier: null },
    }
  );
}

function compareAreas(
  counts: readonly EffectCounts[],
  lengthRatio: number,
): EffectAssessment['wdd'] {
  const treated = partOf(counts, 'treated');
  const control = partOf(counts, 'control');
  const rings = {
    treated: partOf(counts, 'treated_ring'),
    control: partOf(counts, 'control_ring'),
  };
  const hasRings = rings.treated.cells > 0 && rings.control.cells > 0;
  const level = levelled({ treated, control });
  const levelRings = hasRings ? levelled(rings) : undefined;
  const difference = (areas: DisplacementDifferenceInput | undefined) =>
    (areas && weightedDisplacementDifference({ ...areas, lengthRatio })) ?? null;
  return {
    local: difference(level),
    total: difference(level && levelRings && { ...level, displacement: levelRings }),
    unweighted: difference({ treated, control, ...(hasRings ? { displacement: rings } : {}) }),
  };
}

/** A control of several towns would be expected to change by several times as many incidents as the one that it is compared with. */
function levelled({ treated, control }: { treated: EffectCounts; control: EffectCounts }) {
  if (treated.before === 0 || control.before === 0) return undefined;
  return { treated, control: { ...control, weight: treated.before / control.before } };
}

function compareYears(
  treated: EffectCounts,
  control: EffectCounts,
): EffectAssessment['yearOnYear'] {
  if (treated.yearEarlier === null || control.yearEarlier === null) return null;
  return {
    treated: yearOnYear(treated.during, treated.yearEarlier),
    control: yearOnYear(control.during, control.yearEarlier),
  };
}

function comparePanel(evidence: EffectEvidence): EffectAssessment['differenceInDifferences'] {
  const { registration, cells, campaignStarts } = evidence;
  const before = monthsOf(registration.before);
  const months = [...before, ...monthsOf(registration.during)];
  const starts = new Map(campaignStarts.map(({ town, month }) => [town, month]));
  const rows = cells
    .filter(({ part }) => part !== 'control_ring')
    .map(({ part, position, counts }) => {
      const area = registration.areas.find(
        (each) => each.part === part && each.position === position,
      );
      const from = area?.townId ? starts.get(area.townId) : undefined;
      return { part, counts, name: area?.name ?? '', from };
    });
  const panel: TreatedPanel = {
    units: rows.length,
    months: months.length,
    counts: Float64Array.from(
      rows.flatMap(({ counts }) => months.map((each) => counts[each] ?? 0)),
    ),
    states: Uint8Array.from(
      rows.flatMap((row) =>
        months.map((month, index) => stateOf(row, month, index < before.length)),
      ),
    ),
  };
  return {
    ...differenceInDifferences(panel),
    units: panel.units,
    months: panel.months,
    controlsTreated: rows.flatMap(({ part, name, from }) =>
      part === 'control' && from ? [{ name, from }] : [],
    ),
  };
}

/** A town that has had a campaign is a control no longer, nor does what it then was say what it would be without one. */
function stateOf(
  { part, from }: { part: EffectPart; from: string | undefined },
  month: string,
  isBefore: boolean,
): number {
  if (!isBefore && part === 'treated') return PANEL_STATES.treated;
  if (!isBefore && part === 'treated_ring') return PANEL_STATES.ring;
  return from !== undefined && month >= from ? PANEL_STATES.leftOut : PANEL_STATES.untreated;
}

type Found = {
  readonly treated: EffectCounts;
  readonly control: EffectCounts;
  readonly wdd: EffectAssessment['wdd'];
  readonly test: ETest;
  readonly panel: DifferenceInDifferences;
};

function verdictOf(evidence: EffectEvidence, found: Found): EffectAssessment['verdict'] {
  const { registration, facts } = evidence;
  const cannotTell = (reason: EffectReason) =>
    ({ code: 'cannot_tell', basis: null, reason }) as const;
  if (!registration.isOver) return cannotTell('not_over');
  const { before, during } = registration;
  if (facts === null || facts.from > before.from || facts.to < during.to)
    return cannotTell('months_missing');
  const { treated, control, wdd, test, panel } = found;
  if (panel.treated.ok)
    return { code: verdictOfPanel(panel), basis: 'difference_in_differences', reason: null };
  const ratio = monthsOf(during).length / monthsOf(before).length;
  const all = [treated, control].flatMap((area) => [ratio * area.before, area.during]);
  if (wdd.local && Math.min(...all) >= LEAST_COUNT)
    return { code: verdictOfInterval(wdd.local.interval, 0), basis: 'wdd', reason: null };
  if (test.p >= SIGNIFICANT) return cannotTell('too_few');
  const code = test.statistic < 0 ? 'fewer_than_before' : 'more_than_before';
  return { code, basis: 'e_test', reason: null };
}

function verdictOfInterval({ low, high }: Interval, ofNone: number): EffectVerdict {
  if (high < ofNone) return 'fewer_than_expected';
  return low > ofNone ? 'more_than_expected' : 'no_clear_difference';
}

function verdictOfPanel({ treated, displacement }: DifferenceInDifferences): EffectVerdict {
  const of = (found: DifferenceInDifferences['treated']) =>
    found.ok ? verdictOfInterval(found.interval, 1) : 'no_clear_difference';
  const hasMoved =
    of(treated) === 'fewer_than_expected' && of(displacement) === 'more_than_expected';
  return hasMoved ? 'fewer_but_more_around' : of(treated);
}

function notesOf(
  { registration }: EffectEvidence,
  {
    counts,
    months,
    panel,
  }: {
    counts: readonly EffectCounts[];
    months: EffectAssessment['months'];
    panel: EffectAssessment['differenceInDifferences'];
  },
): EffectNote[] {
  const hasRing = registration.ringMetres > 0;
  const lacksRing = ['treated_ring', 'control_ring'] as const;
  const notes: [EffectNote, boolean][] = [
    ['late', registration.isLate],
    ['scaled', months.before !== months.during],
    ['no_ring', hasRing && lacksRing.some((part) => partOf(counts, part).cells === 0)],
    ['controls_treated', panel.controlsTreated.length > 0],
    ['found_by_patrols', registration.origins.some((origin) => origin !== 'citizen')],
  ];
  return notes.flatMap(([note, holds]) => (holds ? [note] : []));
}
