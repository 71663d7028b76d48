import { z } from 'zod';
import { MAXIMUM_HARM_DAYS } from './kind-limits';

const jurisdiction = z.string().regex(/^\d{6}$/, 'a jurisdiction is a code of six digits');

/** The query of /admin/kinds. */
export const kindsQuery = z.object({ jurisdiction });

/** A kind that is there: imports take any code. */
export const kindCode = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\0]*$/, 'a kind holds no null character');

/** The path of one kind. */
export const kindPath = z.object({ kind: kindCode });

/** Harm of one incident, in days of the sentence's starting point. */
export const harmWeight = z
  .number('a weight is a number of days')
  .min(0, 'a weight is 0 days or more')
  .max(MAXIMUM_HARM_DAYS, `a weight is ${MAXIMUM_HARM_DAYS} days at most`);

/** Where a weight comes from, in words; null: nobody has said. */
export const harmSource = z
  .string()
  .trim()
  .min(1)
  .max(200, 'a source has 200 characters at most')
  .regex(/^[^\0]*$/, 'a text holds no null character')
  .nullable();

const version = z.int('a version is a whole number').min(1);

const name = z
  .string()
  .trim()
  .min(1, 'give it a name in both languages')
  .max(60, 'a name has 60 characters at most')
  .regex(/^[^\0]*$/, 'a text holds no null character');

const names = z.strictObject({
  jurisdiction,
  nameZh: name,
  nameEn: name,
  /** Groups are the jurisdiction's own words; null: none. */
  group: name.nullable(),
});

/** What POST /api/admin/kinds takes. */
export const newKind = names.extend({
  code: z
    .string()
    .trim()
    .regex(/^[a-z][a-z0-9_]{0,39}$/, 'a code is a small letter, then up to 39 of a–z, 0–9 and _'),
  harmWeight,
  harmSource,
});

/** What PATCH /api/admin/kinds/KIND takes. */
export const kindChange = names.extend({ version });

/** What PUT /api/admin/kinds/KIND/weight takes. */
export const weightOrder = z.strictObject({ jurisdiction, version, harmWeight, harmSource });

/** What DELETE /api/admin/kinds/KIND takes. */
export const kindRemoval = z.strictObject({ jurisdiction, version });
