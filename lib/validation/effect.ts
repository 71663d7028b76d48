import { z } from 'zod';
import { monthsOf } from '@/lib/format/month';
import { month } from './ranking';

/** More than this is another city. */
const MOST_MONTHS = 120;

const span = z
  .strictObject({ from: month, to: month })
  .refine(({ from, to }) => from <= to, 'must not end before it begins')
  .refine(({ from, to }) => from >= '2000-01' && to <= '2100-12', 'must lie in 2000 to 2100')
  .refine(
    (each) => monthsOf(each).length <= MOST_MONTHS,
    `must not be longer than ${MOST_MONTHS} months`,
  );
const text = z
  .string()
  .trim()
  .regex(/^[^\0]*$/, 'holds a null character');
const codes = z
  .array(text.min(1, 'holds an empty code'))
  .min(1, 'is empty')
  .max(100, 'is too long');

/** What is registered, but for the areas. */
export const effectRegistration = z
  .object({
    jurisdiction: z.string().regex(/^[0-9]{6}$/, 'must be six digits'),
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
  .refine(({ before, during }) => before.to < during.from, {
    path: ['during'],
    message: 'must begin after the months before have ended',
  });

export type RegistrationRequest = z.infer<typeof effectRegistration>;
