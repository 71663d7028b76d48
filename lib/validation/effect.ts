import { z } from 'zod';
import { isMonth, monthsBetween } from '@/lib/format/month';
import { month } from './ranking';

/** More than this is another city. */
const MOST_MONTHS = 120;

/** Ends that are no months have been refused already: the rules about both are silent of them. */
const ofMonths = (rule: (ends: { from: string; to: string }) => boolean) => {
  return (ends: { from: string; to: string }) =>
    !isMonth(ends.from) || !isMonth(ends.to) || rule(ends);
};

const span = z
  .strictObject({ from: month, to: month })
  .refine(
    ofMonths(({ from, to }) => from <= to),
    'must not end before it begins',
  )
  .refine(
    ofMonths(({ from, to }) => from >= '2000-01' && to <= '2100-12'),
    'must lie in 2000 to 2100',
  )
  .refine(
    ofMonths(({ from, to }) => monthsBetween(from, to) < MOST_MONTHS),
    `must not be longer than ${MOST_MONTHS} months`,
  );
const text = z
  .string()
  .trim()
  .regex(/^[^\0]*$/, 'holds a null character');
const codes = z
  .array(text.min(1, 'holds an empty code').max(100, 'holds a code of more than 100 characters'))
  .min(1, 'is empty')
  .max(100, 'is too long');
const jurisdiction = z.string().regex(/^[0-9]{6}$/, 'must be six digits');

const IN_ORDER = {
  path: ['during'],
  message: 'must begin after the months before have ended',
};

/** What is registered, but for the areas. */
export const effectRegistration = z
  .object({
    jurisdiction,
    name: text.min(1, 'is empty').max(100, 'has more than 100 characters'),
    campaign: text.min(1, 'is empty').nullable(),
    /** Null: all kinds. */
    kinds: codes.nullable(),
    origins: z.array(z.enum(['citizen', 'patrol', 'department'])).min(1, 'is empty'),
    ringMetres: z.number().min(0).max(10_000, 'must be at most 10000 metres'),
    before: span,
    during: span,
    note: text.min(1, 'is empty').max(2000, 'has more than 2000 characters').nullable(),
  })
  .refine(({ before, during }) => before.to < during.from, IN_ORDER);

/** What POST /api/effect takes: towns only, and whether a registration may come too late. */
export const newEffect = effectRegistration.safeExtend({
  treatedTowns: codes,
  controlTowns: codes,
  /** It is then kept, and marked as registered afterwards. */
  acceptsLate: z.boolean(),
});

/** The query of /effect. */
export const effectsQuery = z.object({
  jurisdiction,
  page: z.coerce.number().int().min(1).max(10_000).default(1),
});

/** The query of /effect/ID and /effect/new. */
export const effectQuery = z.object({ jurisdiction });

/** Codes with a comma between. */
const list = text
  .max(10_000)
  .transform((all) => all.split(','))
  .pipe(codes);
const origins = ['citizen', 'patrol', 'department'] as const;

/** The query of GET /api/effect/controls. */
export const controlsQuery = z
  .object({
    jurisdiction,
    towns: list,
    kinds: list.nullable().default(null),
    origins: list.pipe(z.array(z.enum(origins))).default(['citizen']),
    ringMetres: z.coerce.number().min(0).max(10_000).default(500),
    beforeFrom: month,
    beforeTo: month,
    duringFrom: month,
    duringTo: month,
  })
  .transform(({ beforeFrom, beforeTo, duringFrom, duringTo, ...asked }) => ({
    ...asked,
    before: { from: beforeFrom, to: beforeTo },
    during: { from: duringFrom, to: duringTo },
  }))
  .pipe(
    z
      .object({
        jurisdiction,
        towns: codes,
        kinds: codes.nullable(),
        origins: z.array(z.enum(origins)),
        ringMetres: z.number(),
        before: span,
        during: span,
      })
      .refine(({ before, during }) => before.to < during.from, IN_ORDER),
  );

export type ControlsRequest = z.infer<typeof controlsQuery>;

export type RegistrationRequest = z.infer<typeof effectRegistration>;
