import 'server-only';
import { join } from 'node:path';
import { z } from 'zod';

const Env = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must be a postgres:// URL')
    .optional(),
  ZHANTU_HOME: z
    .string()
    .min(1)
    .default(() => join(process.cwd(), '.zhantu')),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(1).max(200).default(10),
});

let parsed: z.infer<typeof Env> | undefined;

/** The settings; the only reader of process.env. Lazy, so that `next build` needs none. */
export function env(): z.infer<typeof Env> {
  parsed ??= Env.parse(process.env);
  return parsed;
}
