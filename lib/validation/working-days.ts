import { z } from 'zod';
import { MAXIMUM_NAME_LENGTH } from '@/lib/calendar/parse-days';

const jurisdiction = z.string().regex(/^\d{6}$/, 'a jurisdiction is a code of six digits');
const year = z.coerce
  .number()
  .int('a year is a whole number')
  .min(2000, 'years are 2000 to 2099')
  .max(2099, 'years are 2000 to 2099');

/** The query of /admin/working-days. */
export const workingDaysQuery = z.object({ jurisdiction, year: year.optional() });

/** The path of one year. */
export const yearPath = z.object({ year });

const day = z.strictObject({
  day: z.iso.date('a day is YYYY-MM-DD'),
  isWorking: z.boolean(),
  name: z
    .string()
    .trim()
    .min(1)
    .max(MAXIMUM_NAME_LENGTH, `a name has ${MAXIMUM_NAME_LENGTH} characters at most`)
    .regex(/^[^\0]*$/, 'a text holds no null character')
    .nullable(),
});

/** What PUT /api/admin/working-days/YEAR takes: all its exceptions, and the version that was seen; 0: none yet. */
export const yearChange = z.strictObject({
  jurisdiction,
  version: z.int('a version is a whole number').min(0),
  days: z
    .array(day)
    .max(366, 'a year has 366 days at most')
    .refine((days) => new Set(days.map((each) => each.day)).size === days.length, {
      error: 'a day is given once',
    }),
});
