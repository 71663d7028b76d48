import { z } from 'zod';
import { AUDIT_ACTIONS, AUDIT_OUTCOMES } from '@/lib/audit/actions';

/** A form sends its empty fields, too. */
const optional = <T extends z.ZodType>(type: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), type.optional());
const words = optional(z.string().trim().max(100, 'at most 100 characters'));
const day = optional(z.iso.date('a day is such as 2026-03-01'));

/** The query of /admin/audit and of GET /api/audit. */
export const auditQuery = z.object({
  jurisdiction: z.string().regex(/^\d{6}$/, 'a jurisdiction is a code of six digits'),
  from: day,
  to: day,
  who: words,
  text: words,
  action: optional(z.enum(AUDIT_ACTIONS, 'no such action')),
  outcome: optional(z.enum(AUDIT_OUTCOMES, 'an outcome is done, refused or failed')),
});

/** Where a page of the list begins: the place of the last event of the page before. */
export const auditPage = z.object({
  before: optional(
    z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z_\d{1,18}$/, 'no such page'),
  ),
});

export type AuditQuery = z.infer<typeof auditQuery>;
