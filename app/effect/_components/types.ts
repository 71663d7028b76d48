import type { CannotTell, Difference } from '@/geo/stats/difference-in-differences';
import type { ETest } from '@/geo/stats/e-test';
import type { DisplacementDifference } from '@/geo/stats/weighted-displacement-difference';
import type { YearOnYear } from '@/geo/stats/year-on-year';
import type { EffectNote, EffectReason, EffectVerdict } from '@/lib/effect/words';

type Town = { readonly id: string; readonly name: string; readonly nameEn: string | null };

type Kind = { readonly code: string; readonly nameZh: string; readonly nameEn: string };

export type Place = {
  readonly code: string;
  readonly name: string;
  readonly timezone: string;
  readonly isDemo: boolean;
  readonly towns: readonly Town[];
  readonly kinds: readonly Kind[];
};

/** Months as `YYYY-MM`, both ends included. */
export type Span = { readonly from: string; readonly to: string };

export type Registration = {
  readonly id: string;
  readonly name: string;
  readonly campaign: string | null;
  /** Codes; null: all. */
  readonly kinds: readonly string[] | null;
  readonly origins: readonly string[];
  readonly ringMetres: number;
  readonly before: Span;
  readonly during: Span;
  readonly note: string | null;
  readonly registeredBy: string | null;
  readonly registeredAt: Date;
  readonly isLate: boolean;
  readonly hasBegun: boolean;
  readonly isOver: boolean;
  readonly areas: readonly {
    readonly part: 'treated' | 'control';
    readonly position: number;
    readonly name: string;
    readonly townId: string | null;
  }[];
};

type Part = 'treated' | 'treated_ring' | 'control' | 'control_ring';

type Counts = {
  readonly part: Part;
  readonly cells: number;
  readonly before: number;
  readonly during: number;
  /** Null where the facts do not reach back so far. */
  readonly yearEarlier: number | null;
};

export type Assessment = {
  readonly verdict: {
    readonly code: EffectVerdict;
    readonly basis: 'difference_in_differences' | 'wdd' | 'e_test' | null;
    readonly reason: EffectReason | null;
  };
  readonly notes: readonly EffectNote[];
  readonly asOf: { readonly dataVersion: number; readonly facts: Span | null };
  readonly months: { readonly before: number; readonly during: number };
  readonly counts: readonly Counts[];
  readonly wdd: {
    readonly local: DisplacementDifference | null;
    readonly total: DisplacementDifference | null;
    readonly unweighted: DisplacementDifference | null;
  };
  readonly eTest: { readonly treated: ETest; readonly control: ETest };
  readonly differenceInDifferences: {
    readonly treated: Difference | CannotTell;
    readonly displacement: Difference | CannotTell;
    readonly dispersion: number;
    readonly degreesOfFreedom: number;
    readonly units: number;
    readonly months: number;
    readonly controlsTreated: readonly { readonly name: string; readonly from: string }[];
  };
  readonly yearOnYear: { readonly treated: YearOnYear; readonly control: YearOnYear } | null;
};

export type Month = { readonly month: string; readonly isDuring: boolean } & Readonly<
  Record<Part, number>
>;

export type Effect = {
  readonly registration: Registration;
  readonly assessment: Assessment;
  readonly series: readonly Month[];
};

/** What each section of an evaluation is given. */
export type SectionProps = { readonly place: Place; readonly effect: Effect };
