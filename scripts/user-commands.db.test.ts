import { verifyPassword } from 'better-auth/crypto';
import { describe, expect, it } from 'vitest';
import { insertJurisdiction } from '@/db/testing/builders';
import { openTestDatabase } from '@/db/testing/database';
import { serve } from '@/lib/server/testing/serve';
import { askTwice } from './commands/ask-password';
import { openCommandLine } from './testing/command-line';
import { runInProcess } from './testing/run-in-process';

const database = await openTestDatabase();
const { db } = database;
serve(database);
await insertJurisdiction(db, { code: '330784' });

const zhantu = runInProcess;

async function done(...words: string[]): Promise<string> {
  const { status, stdout, stderr } = await zhantu('user', ...words);
  expect([status, stderr]).toEqual([0, '']);
  return stdout;
}

async function isPassword(username: string, password: string): Promise<boolean> {
  const account = await db
    .selectFrom('account')
    .innerJoin('app_user', 'app_user.id', 'account.user_id')
    .select('password')
    .where('username', '=', username)
    .executeTakeFirst();
  const hash = account?.password;
  if (!hash) return false;
  expect(hash).not.toContain(password);
  return verifyPassword({ hash, password });
}

const of = (name: string, role = 'viewer') => [
  '--name',
  name,
  '--jurisdiction',
  '330784',
  '--role',
  role,
];

describe('zhantu user', () => {
  it('makes a password up, prints it once, and keeps a hash of it', async () => {
    const created = JSON.parse(await done('create', ...of('Li'), '--generate', '--json'));
    expect(created).toMatchObject({
      username: 'li',
      role: 'viewer',
      jurisdiction: '330784',
      towns: null,
    });
    expect(created.password).toMatch(/^[a-zA-Z0-9]{20}$/);
    expect(await isPassword('li', created.password)).toBe(true);
    expect(await isPassword('li', `${created.password}x`)).toBe(false);
  });

  it('creates without a password for the identity provider', async () => {
    expect(await done('create', ...of('zhao'), '--oidc')).toBe('created zhao: viewer in 330784\n');
    const accounts = await db
      .selectFrom('account')
      .innerJoin('app_user', 'app_user.id', 'user_id')
      .select('username')
      .where('username', '=', 'zhao')
      .execute();
    expect(accounts).toEqual([]);
  });

  it.each<[string, number, string[], string]>([
    ['no role', 2, ['--name', 'x1', '--jurisdiction', '330784', '--generate'], '--role'],
    ['a role that is none', 2, [...of('x1', 'root'), '--generate'], 'root'],
    ['the public role', 2, [...of('x1', 'public'), '--generate'], 'public'],
    ['no terminal and no password', 2, of('x1'), '--password-stdin'],
    ['two sources of a password', 2, [...of('x1'), '--generate', '--password-stdin'], 'either'],
    ['a name that is taken', 1, [...of('LI'), '--generate'], 'already'],
    ['a name that is none', 1, [...of('a b'), '--generate'], 'no user name'],
    [
      'a jurisdiction that is none',
      1,
      [...of('x1'), '--jurisdiction', '999999', '--generate'],
      '999999',
    ],
    ['a town that is none', 1, [...of('x1'), '--towns', 'a,b', '--generate'], 'no town a, b'],
    ['towns that are none', 2, [...of('x1'), '--towns', ',', '--generate'], '--towns'],
  ])('refuses %s with status %i', async (_, status, options, word) => {
    const refused = await zhantu('user', 'create', ...options);
    expect([refused.status, refused.stdout, refused.stderr]).toEqual([
      status,
      '',
      expect.stringContaining(word),
    ]);
    expect(
      await db.selectFrom('app_user').select('id').where('username', '=', 'x1').execute(),
    ).toEqual([]);
  });

  it('changes roles, disables, enables, sets passwords, and lists', async () => {
    await done('create', ...of('Wang'), '--generate');
    const where = ['--name', 'wang', '--jurisdiction', '330784'];
    expect(await done('role', ...where, '--role', 'admin')).toBe('wang is admin in 330784\n');
    expect(await done('disable', '--name', 'wang')).toContain('disabled');
    const listed = JSON.parse(await done('list', '--jurisdiction', '330784', '--json'));
    expect(listed.find(({ username }: { username: string }) => username === 'wang')).toMatchObject({
      isDisabled: true,
      hasPassword: true,
      memberships: [{ jurisdiction: '330784', role: 'admin', towns: null }],
    });
    expect(await done('enable', '--name', 'WANG')).toContain('again');
    const [, password = ''] =
      /^password: (\w{20})$/m.exec(await done('password', '--name', 'wang', '--generate')) ?? [];
    expect(await isPassword('wang', password)).toBe(true);
    expect(await done('role', ...where, '--remove')).toContain('out of');
    expect(await done('list')).toMatch(/^wang\twang\t\t$/m);
    expect(await zhantu('user', 'role', ...where)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('--remove'),
    });
    expect(await zhantu('user', 'disable', '--name', 'nobody')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('nobody'),
    });
  });
});

it('a password comes from standard input as it stands on the first line, and must be good', async () => {
  const shell = await openCommandLine('users');
  const box = ['--bbox', '120,28.8,120.02,28.82', '--cell', '500'];
  await shell.run('jurisdiction', 'create', '--code', '330784', '--name', '永康', ...box);
  const create = ['user', 'create', ...of('sun', 'commander'), '--password-stdin'];
  const weak = await shell.runWith('password123\n', ...create);
  expect(weak).toMatchObject({
    status: 1,
    stdout: '',
    stderr: expect.stringContaining('everybody tries'),
  });
  const good = await shell.runWith('tramway quiet lake\r\nnot this\n', ...create);
  expect(good).toMatchObject({
    status: 0,
    stderr: '',
    stdout: 'created sun: commander in 330784\n',
  });
});

it('a password is asked for twice, and must be the same', async () => {
  const answers = ['one two three', 'one two three', 'one two three', 'one two four'];
  const ask = async () => answers.shift() ?? '';
  expect(await askTwice(ask)).toBe('one two three');
  await expect(askTwice(ask)).rejects.toThrow('differ');
});
