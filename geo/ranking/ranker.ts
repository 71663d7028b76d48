import type { Lattice } from '../grid/lattice';
import type { Kernel } from './kernel';
import type { Weights } from './weights';

/** What a method may go by, beside the incidents. */
export type RankingContext = {
  /** Of areas, which make no lattice: squares as large as their mean. */
  readonly lattice: Pick<Lattice, 'shape' | 'sizeMetres'>;
  readonly stepsAYear: 12 | 52;
  /** Steps of the jurisdiction's facts before the ranked one. */
  readonly historySteps: number;
  /** Whether one kind or group is ranked, so that the others can tell something beside it. */
  readonly isPartOfAll: boolean;
};

/** What a method can be adjusted by; stored with each run. */
export type Parameters = Readonly<Record<string, number>>;

/** One reason for a cell's score: incidents weighted by age, and spread over the cells around. */
export type Part = {
  readonly name: PartName;
  /** Incidents of what is ranked, or of all kinds together. */
  readonly of: 'ranked' | 'all_kinds';
  /** What an age counts: steps, or days of the last weeks. */
  readonly clock: 'steps' | 'days';
  readonly weights: Weights;
  /** Null: the cell itself only. */
  readonly kernel: Kernel | null;
  /** What it is multiplied by in the score. */
  readonly factor: number;
};

export type PartName =
  | 'all_history'
  | 'last_12_months'
  | 'last_36_months'
  | 'recent'
  | 'season'
  | 'around'
  | 'near_repeats'
  | 'all_kinds';

/** One way to score cells: by parts, so that each score can be told as a sum. A new one is a file in rankers/ and a line in rankers.ts. */
export type Ranker = {
  readonly id: string;
  /** Grows whenever the same facts would give other scores, so that stored runs are not taken for new ones. */
  readonly methodVersion: number;
  /** Simpler ones first: where a backtest cannot tell two apart, the simpler stays. */
  readonly complexity: number;
  /** What is taken where no backtest has chosen. */
  readonly defaults: Parameters;
  /** What a backtest tries on the months that it tunes by; none: there is nothing to tune. */
  readonly candidates: readonly Parameters[];
  parts(parameters: Parameters, context: RankingContext): readonly Part[];
  /** The sum of the parts, or the Gi* z-score of the cell's last twelve months. */
  readonly score: 'sum' | 'gistar';
};

/** @throws {RangeError} where a parameter is missing or not a number above 0: it came from outside. */
export function parameterOf(parameters: Parameters, name: string): number {
  const value = parameters[name];
  if (value === undefined || !(value >= 0))
    throw new RangeError(`the parameter ${name} is missing`);
  return value;
}
