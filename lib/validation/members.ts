import { z } from 'zod';
import { isUsername, normaliseUsername } from '@/lib/accounts/username';

const jurisdiction = z.string().regex(/^\d{6}$/, 'a jurisdiction is a code of six digits');

/** The query of /admin/users. */
export const membersQuery = z.object({ jurisdiction });

const username = z
  .string()
  .transform(normaliseUsername)
  .refine(isUsername, 'a user name is 2 to 64 letters and digits, with . _ - between them');

/** Text that a database can hold. */
const text = z
  .string()
  .trim()
  .regex(/^[^\0]*$/, 'a text holds no null character');

/** The path of one user. */
export const memberPath = z.object({ username });

const memberRole = z.strictObject({
  role: z.enum(
    ['commander', 'traffic', 'fire', 'grid_worker', 'department', 'analyst', 'admin', 'viewer'],
    'there is no such role',
  ),
  /** Ids of towns; null: all. */
  towns: z.array(text.min(1).max(100)).min(1, 'choose a town, or all').max(1000).nullable(),
});

/** What POST /api/admin/users takes. */
export const newMember = memberRole.extend({
  jurisdiction,
  username,
  name: text.max(100).optional(),
});

/** What PATCH /api/admin/users/NAME takes: what they are to be, and what they were when the administrator looked. */
export const memberChange = memberRole.extend({ jurisdiction, seen: memberRole });

/** What PUT /api/admin/users/NAME takes: what somebody is to be who was a user here before. */
export const memberReturn = memberRole.extend({ jurisdiction });

/** What DELETE /api/admin/users/NAME takes, and of their sessions. */
export const memberRemoval = z.strictObject({ jurisdiction });

/** What PUT /api/admin/users/NAME/disabled takes. */
export const memberDisabled = z.strictObject({ jurisdiction, isDisabled: z.boolean() });

/** What POST /api/admin/users/NAME/password takes. */
export const memberPassword = z.strictObject({ jurisdiction, resetTwoFactor: z.boolean() });
