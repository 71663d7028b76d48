import { z } from 'zod';

/** The query of /api/health. */
export const healthQuery = z.object({
  check: z.enum(['live', 'ready'], { error: 'check is live or ready' }).default('ready'),
});
