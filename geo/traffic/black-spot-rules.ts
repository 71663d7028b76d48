/** How bad a crash was: its worst injury. */
type CrashSeverity = 'fatal' | 'serious' | 'slight' | 'damage';

/** A rule by which a road section is a black spot. */
export type BlackSpotRule = {
  readonly id: string;
  readonly version: number;
  readonly country: string;
  readonly windowMetres: number;
  /** How far the window moves from one look to the next. */
  readonly stepMetres: number;
  readonly periodMonths: number;
  /** The window must hold this many crashes of these severities. */
  readonly atLeast: number;
  readonly severities: readonly CrashSeverity[];
  readonly source: string;
};

const ANY: readonly CrashSeverity[] = ['fatal', 'serious', 'slight', 'damage'];
const MUNICIPAL_2008 = '公安部交通管理局 2008 年事故多发点段排查标准';

/** The rules known here. A rule that needs what a crash record lacks (the procedure, road defects) is left out. */
export const BLACK_SPOT_RULES: readonly BlackSpotRule[] = [
  {
    id: 'cn-2008-county',
    version: 1,
    country: 'CN',
    windowMetres: 500,
    stepMetres: 50,
    periodMonths: 36,
    atLeast: 5,
    severities: ANY,
    source: MUNICIPAL_2008,
  },
  {
    id: 'cn-2008-city-fatal',
    version: 1,
    country: 'CN',
    windowMetres: 500,
    stepMetres: 50,
    periodMonths: 36,
    atLeast: 3,
    severities: ['fatal'],
    source: MUNICIPAL_2008,
  },
];
