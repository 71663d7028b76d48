import { z } from 'zod';

const jurisdiction = z.string().regex(/^\d{6}$/, 'a jurisdiction is a code of six digits');
const version = z.int('a version is a whole number').min(1);
const text = z
  .string()
  .trim()
  .regex(/^[^\0]*$/, 'a text holds no null character');
const name = text.min(1, 'give it a name in both languages').max(100, 'a name has 100 characters');

const editable = z.strictObject({
  jurisdiction,
  nameZh: name,
  nameEn: name,
  group: text.min(1).max(50, 'a group has 50 characters at most').nullable(),
  /** Days for one incident; 0 leaves the kind out of harm, not out of counts. */
  harmWeight: z
    .number('a weight is a number of days')
    .min(0, 'a weight is 0 days or more')
    .max(36_500, 'a weight is 36500 days (a hundred years) at most'),
  harmSource: text.max(500, 'a source has 500 characters at most').nullable(),
});

/** The path of one kind: imports take any text as a code. */
export const kindPath = z.object({ kind: text.min(1).max(200) });

/** What POST /api/admin/kinds takes. */
export const newKind = editable.extend({
  code: z
    .string()
    .regex(
      /^[a-z0-9][a-z0-9_]{0,49}$/,
      'a code is 1 to 50 small letters, digits and _, and begins with a letter or digit',
    ),
});

/** What PATCH /api/admin/kinds/KIND takes. */
export const kindChange = editable.extend({ version });

/** What DELETE /api/admin/kinds/KIND takes. */
export const kindRemoval = z.strictObject({ jurisdiction, version });
