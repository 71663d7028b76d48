import 'server-only';
import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { UserError } from '@/lib/user-error';

/** Files of a backup's folder. */
export const BACKUP_FILES = {
  manifest: 'manifest.json',
  database: 'database.dump',
  /** The embedded database's own key; a server's is the deployer's to keep. */
  secret: 'secret',
} as const;

const Manifest = z.object({
  format: z.literal(1),
  application: z.string(),
  backend: z.enum(['postgres', 'embedded']),
  /** When the tables looked like this, ISO 8601. */
  takenAt: z.iso.datetime(),
  /** Name of the latest migration. */
  schema: z.string(),
  postgres: z.string(),
  /** Roles that the dump grants to. */
  roles: z.array(z.string().regex(/^zhantu_[a-z_]+$/)),
  /** SHA-256 of the database's file, in hex. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.int().nonnegative(),
  tables: z.array(z.object({ table: z.string(), rows: z.int(), checksum: z.string() })),
});

/** What a backup says of itself; a restored database is held against it. */
export type Manifest = z.infer<typeof Manifest>;

/** @throws {UserError} where the folder holds no backup, or one of a later application. */
export function readManifest(folder: string): Manifest {
  const file = join(folder, BACKUP_FILES.manifest);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new UserError(
      `${folder} is no backup: it has no ${BACKUP_FILES.manifest}; give the folder that \`zhantu backup\` wrote`,
    );
  }
  const parsed = Manifest.safeParse(parseJson(text));
  if (!parsed.success)
    throw new UserError(`${file} is damaged, or written by a later version: restore with that one`);
  return parsed.data;
}

/** @throws {UserError} where the database's file is not the one that was written. */
export async function checkDump(folder: string, { sha256 }: Manifest): Promise<void> {
  const file = join(folder, BACKUP_FILES.database);
  const found = await sha256Of(file).catch(() => undefined);
  if (found === undefined) throw new UserError(`${file} cannot be read: use another backup`);
  if (found !== sha256)
    throw new UserError(
      `${file} is damaged: its SHA-256 is ${found}, not ${sha256}; use another backup`,
    );
}

/** SHA-256 of a file, in hex. */
export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
