import 'server-only';
import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@/lib/user-error';

/**
 * The key that signs cookies and encrypts second factors: the one set, else the embedded database's own, which is made
 * once and kept beside it.
 *
 * @throws {UserError} for a server's database without one: every process must have the same, and so nobody but the
 * deployer can choose it.
 */
export function readSecret(settings: {
  readonly secret: string | undefined;
  readonly databaseUrl: string | undefined;
  readonly home: string;
}): string {
  if (settings.secret) return settings.secret;
  if (settings.databaseUrl)
    throw new UserError(
      'ZHANTU_SECRET is not set: with DATABASE_URL, give every process the same, such as `openssl rand -base64 32` prints',
    );
  return keptSecret(settings.home);
}

function keptSecret(home: string): string {
  const file = join(home, 'secret');
  const known = readIfThere(file);
  if (known) return known;
  mkdirSync(home, { recursive: true });
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, randomBytes(32).toString('base64'), { mode: 0o600 });
  try {
    // Whole or not at all; and where two start at once, the first one's is everybody's.
    linkSync(mine, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(mine);
  }
  return readFileSync(file, 'utf8');
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
