import { z } from 'zod';

/** A month at the edges: `YYYY-MM`. */
export const month = z
  .string()
  .regex(/^[0-9]{4}-(0[1-9]|1[0-2])$/, 'must be a month such as 2016-12');

/** Who found an incident. */
export const ORIGINS = ['citizen', 'patrol', 'department'] as const;
export const origin = z.enum(ORIGINS);

/** Each incident as one, or by its kind's harm. */
export const weighing = z.enum(['count', 'harm']);

/** What a ranking is asked: by the command line, a URL or the page. */
export const rankingRequest = z
  .object({
    jurisdiction: z.string().regex(/^[0-9]{6}$/, 'must be six digits'),
    month,
    /** Null: all kinds, or those of the group. */
    kind: z.string().min(1).nullable().default(null),
    /** Kinds with this group code, together. */
    group: z.string().min(1).nullable().default(null),
    weighing: weighing.default('count'),
    ranker: z.string().min(1).default('count_12m'),
    /** Those that the ranker has; absent: its defaults. */
    parameters: z.record(z.string(), z.number()).optional(),
    cells: z.int().min(1).max(1_000_000).optional(),
    /** Share of the jurisdiction's cells, so of its area. */
    coverage: z.number().gt(0).max(1).optional(),
    origins: z.array(origin).min(1).default(['citizen']),
    withGeometry: z.boolean().default(false),
  })
  .refine((request) => request.cells === undefined || request.coverage === undefined, {
    message: 'give cells or coverage, not both',
  })
  .refine((request) => request.kind === null || request.group === null, {
    message: 'give a kind or a group, not both',
  });

export type RankingRequest = z.input<typeof rankingRequest>;

/** Areas that can be ranked in the cells' place. */
export const areaUnit = z.enum(['grid', 'village', 'town'], {
  error: 'a unit is grid, village or town',
});

/** What a backtest is asked. */
export const backtestRequest = z
  .object({
    jurisdiction: z.string().regex(/^[0-9]{6}$/, 'must be six digits'),
    kind: z.string().min(1).nullable().default(null),
    group: z.string().min(1).nullable().default(null),
    weighing: weighing.default('count'),
    origins: z.array(origin).min(1).default(['citizen']),
    /** First and last month scored. */
    from: month,
    to: month,
    step: z.enum(['month', 'week']).default('month'),
    /** Last month whose outcome may choose parameters; absent: the one before the first scored. */
    tuneTo: month.optional(),
    cells: z.int().min(1).max(1_000_000).optional(),
    coverage: z.number().gt(0).max(1).optional(),
  })
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'must not be before --from' })
  .refine(({ from, tuneTo }) => tuneTo === undefined || tuneTo < from, {
    path: ['tuneTo'],
    message: 'must be before --from: what tunes is never scored',
  })
  .refine((request) => request.cells === undefined || request.coverage === undefined, {
    message: 'give cells or coverage, not both',
  })
  .refine((request) => request.kind === null || request.group === null, {
    message: 'give a kind or a group, not both',
  })
  .transform((request) =>
    request.cells === undefined && request.coverage === undefined
      ? { ...request, coverage: DEFAULT_COVERAGE }
      : request,
  );

export type BacktestRequest = z.input<typeof backtestRequest>;

/** The share of the area that rankings are judged at where nobody says another. */
export const DEFAULT_COVERAGE = 0.01;

/** What a table of near repeats is asked. */
export const nearRepeatRequest = z
  .object({
    jurisdiction: z.string().regex(/^[0-9]{6}$/, 'must be six digits'),
    kind: z.string().min(1).nullable().default(null),
    group: z.string().min(1).nullable().default(null),
    origins: z.array(origin).min(1).default(['citizen']),
    /** First and last month. */
    from: month,
    to: month,
    permutations: z.int().min(19).max(9999).default(999),
    seed: z.int().min(0).default(1),
  })
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'must not be before --from' })
  .refine((request) => request.kind === null || request.group === null, {
    message: 'give a kind or a group, not both',
  });

export type NearRepeatRequest = z.input<typeof nearRepeatRequest>;
