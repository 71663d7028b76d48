import { z } from 'zod';

/** A month at the edges: `YYYY-MM`. */
export const month = z
  .string()
  .regex(/^[0-9]{4}-(0[1-9]|1[0-2])$/, 'must be a month such as 2016-12');

const origin = z.enum(['citizen', 'patrol', 'department']);

/** What a ranking is asked: by the command line, a URL or the page. */
export const rankingRequest = z
  .object({
    jurisdiction: z.string().regex(/^[0-9]{6}$/, 'must be six digits'),
    month,
    /** Null: all kinds. */
    kind: z.string().min(1).nullable().default(null),
    ranker: z.string().min(1).default('count_12m'),
    cells: z.int().min(1).max(1_000_000).optional(),
    /** Share of the jurisdiction's cells, so of its area. */
    coverage: z.number().gt(0).max(1).optional(),
    origins: z.array(origin).min(1).default(['citizen']),
    withGeometry: z.boolean().default(false),
  })
  .refine((request) => request.cells === undefined || request.coverage === undefined, {
    message: 'give cells or coverage, not both',
  });

export type RankingRequest = z.input<typeof rankingRequest>;
