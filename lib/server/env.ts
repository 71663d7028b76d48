import 'server-only';
import { join } from 'node:path';
import { z } from 'zod';
import { isSafeAddress } from '@/lib/basemap/template';

/** An origin, without a path behind it. */
const Origin = z
  .url({ protocol: /^https?$/ })
  .refine(
    (text) => URL.parse(text)?.origin === text.replace(/\/$/, ''),
    'must be an origin such as https://map.example.cn',
  )
  .transform((text) => new URL(text).origin);
/** Hosts that browsers may load tiles of a basemap from: no path, no wildcard, encrypted or on this machine. */
const BasemapHosts = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .pipe(
    z.array(
      Origin.refine(
        (origin) => isSafeAddress(new URL(origin)) && !origin.includes('*'),
        'must be https, or http on localhost, and name one host',
      ),
    ),
  );
const Switch = z.enum(['0', '1']).transform((value) => value === '1');

const DatabaseUrl = z.string().regex(/^postgres(ql)?:\/\//, 'must be a postgres:// URL');
const Milliseconds = z.coerce.number().int().min(100).max(3_600_000);
const Settings = z.object({
  NODE_ENV: z.string().optional(),
  DATABASE_URL: DatabaseUrl.optional(),
  DATABASE_OWNER_URL: DatabaseUrl.optional(),
  ZHANTU_HOME: z
    .string()
    .min(1)
    // Else the build takes what lies there, data and key of whoever builds, for files to be shipped.
    .default(() => join(/* turbopackIgnore: true */ process.cwd(), '.zhantu')),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(1).max(200).default(10),
  /** After how long a statement of a page or handler is ended. */
  DATABASE_STATEMENT_TIMEOUT_MS: Milliseconds.default(15_000),
  /** How long a page or handler waits for a free connection; by default 10 s, and 30 s for the embedded database's only one. */
  DATABASE_WAIT_MS: Milliseconds.optional(),
  ZHANTU_LOG: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
  /** off: the server leaves jobs to `zhantu worker`. */
  ZHANTU_WORKER: z.enum(['on', 'off']).default('on'),
  ZHANTU_SECRET: z.string().min(32, 'must be 32 characters or longer').optional(),
  ZHANTU_URL: Origin.optional(),
  ZHANTU_BASEMAP_HOSTS: BasemapHosts.default([]),
  ZHANTU_TRUSTED_PROXIES: z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .pipe(z.array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])))
    .optional(),
  ZHANTU_SESSION_HOURS: z.coerce.number().min(0.25).max(720).default(12),
  ZHANTU_DEMO: Switch.optional(),
  ZHANTU_OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  ZHANTU_OIDC_CLIENT_ID: z.string().min(1).optional(),
  ZHANTU_OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  ZHANTU_OIDC_CLAIM: z.string().min(1).default('preferred_username'),
  ZHANTU_OIDC_NAME: z.string().min(1).optional(),
});

const Env = Settings.refine(
  ({ ZHANTU_OIDC_ISSUER, ZHANTU_OIDC_CLIENT_ID, ZHANTU_OIDC_CLIENT_SECRET }) =>
    new Set([ZHANTU_OIDC_ISSUER, ZHANTU_OIDC_CLIENT_ID, ZHANTU_OIDC_CLIENT_SECRET].map(Boolean))
      .size === 1,
  'ZHANTU_OIDC_ISSUER, ZHANTU_OIDC_CLIENT_ID and ZHANTU_OIDC_CLIENT_SECRET go together: set all three or none',
);

let parsed: z.infer<typeof Env> | undefined;

/** The settings; the only reader of process.env. Lazy, so that `next build` needs none. */
export function env(): z.infer<typeof Env> {
  parsed ??= Env.parse(process.env);
  return parsed;
}
