import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { UserError } from '@/lib/user-error';
import { readSecret } from './secret';

const folder = mkdtempSync(join(tmpdir(), 'zhantu-secret-'));
afterAll(() => rmSync(folder, { recursive: true }));

const embedded = { secret: undefined, databaseUrl: undefined };

it('is the one that was set', () => {
  const secret = 'x'.repeat(32);
  expect(readSecret({ secret, databaseUrl: 'postgres://x', home: folder })).toBe(secret);
});

it('must be set for a server’s database', () => {
  const asked = () =>
    readSecret({ secret: undefined, databaseUrl: 'postgres://x', home: join(folder, 'none') });
  expect(asked).toThrow(UserError);
  expect(asked).toThrow(/ZHANTU_SECRET.*openssl rand/);
});

it('is made once for an embedded database, and readable by its owner only', () => {
  const home = join(folder, 'home');
  const made = readSecret({ ...embedded, home });
  expect(Buffer.from(made, 'base64')).toHaveLength(32);
  expect(readSecret({ ...embedded, home })).toBe(made);
  expect(statSync(join(home, 'secret')).mode & 0o777).toBe(0o600);
  expect(readSecret({ ...embedded, home: join(folder, 'other') })).not.toBe(made);
});
