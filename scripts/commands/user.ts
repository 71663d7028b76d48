import { type Command, Option } from 'commander';
import type { Role } from '@/lib/server/access/actor';
import {
  changePassword,
  createUser,
  disableUser,
  listAllUsers,
  MEMBER_ROLES,
  removeRole,
  setRole,
} from '@/lib/server/access/users';
import { database } from '@/lib/server/database';
import { UsageError } from '@/lib/user-error';
import { type PasswordSource, readPassword } from './ask-password';

type Json = { json?: true };
type Named = Json & { name: string };
type Membership = { jurisdiction: string; role: Role; towns?: string[] };
type CreateOptions = Named & Membership & PasswordSource & { display?: string; oidc?: true };
type RoleOptions = Named & Omit<Membership, 'role'> & { role?: Role; remove?: true };
type PasswordOptions = Named & PasswordSource & { resetTwoFactor?: true };

/** `zhantu user create|list|role|disable|enable|password`. */
export function registerUser(program: Command): void {
  const user = program.command('user').description('who may sign in, and as what');
  withPassword(named(user.command('create'), 'create a user with a role in a jurisdiction'))
    .requiredOption('--jurisdiction <code>')
    .addOption(roleOption().makeOptionMandatory())
    .option('--towns <ids>', 'towns that they see, by id, such as A,B (default: all)', readTowns)
    .option('--display <text>', 'what others see (default: the name)')
    .option('--oidc', 'no password: the city’s identity provider signs them in')
    .action(create);
  user
    .command('list')
    .description('list the users')
    .option('--jurisdiction <code>', 'of this one only')
    .option('--json', 'print them as JSON')
    .action(list);
  named(user.command('role'), 'set what a user is in a jurisdiction')
    .requiredOption('--jurisdiction <code>')
    .addOption(roleOption())
    .option('--towns <ids>', 'towns that they see, by id, such as A,B (default: all)', readTowns)
    .option('--remove', 'take them out of the jurisdiction')
    .action(role);
  named(user.command('disable'), 'forbid a user to sign in, and sign them out everywhere').action(
    (options: Named) => disable(options, true),
  );
  named(user.command('enable'), 'allow a disabled user to sign in again').action((options: Named) =>
    disable(options, false),
  );
  withPassword(
    named(user.command('password'), 'set a user’s password, lift a lock, sign them out everywhere'),
  )
    .option('--reset-two-factor', 'take their second factor away too: phone and codes are lost')
    .action(password);
}

function named(command: Command, description: string): Command {
  return command
    .description(description)
    .requiredOption('--name <name>', 'the user name')
    .option('--json', 'print the result as JSON');
}

function withPassword(command: Command): Command {
  return command
    .option('--password-stdin', 'read the password from standard input')
    .option('--generate', 'make a password up and print it, once');
}

function roleOption(): Option {
  return new Option('--role <role>', 'what they are there').choices(MEMBER_ROLES);
}

function readTowns(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function membershipOf({ jurisdiction, role: asked, towns }: Membership) {
  if (towns?.length === 0) throw new UsageError('--towns names no town: leave it out for all');
  return { jurisdiction, role: asked, towns: towns ?? null };
}

async function create(options: CreateOptions): Promise<void> {
  const { name, display, oidc, passwordStdin, generate, json } = options;
  if (oidc && (passwordStdin || generate))
    throw new UsageError('give either --oidc or a password, not both');
  const given = oidc ? undefined : await readPassword(options);
  const membership = membershipOf(options);
  const created = await createUser(await database(), {
    username: name,
    name: display,
    password: given?.password,
    membership,
  });
  const shown = given?.isNew ? { password: given.password } : {};
  if (json) return console.log(JSON.stringify({ ...created, ...membership, ...shown }));
  console.log(`created ${created.username}: ${membership.role} in ${membership.jurisdiction}`);
  tellPassword(shown.password);
}

async function list({ jurisdiction, json }: Json & { jurisdiction?: string }): Promise<void> {
  const users = await listAllUsers(await database(), jurisdiction);
  if (json) return console.log(JSON.stringify(users));
  for (const { username, name, memberships, isDisabled, isDemo, hasTwoFactor } of users) {
    const roles = memberships.map(
      (each) =>
        `${each.jurisdiction} ${each.role}${each.towns ? ` (${each.towns.join(',')})` : ''}`,
    );
    const notes = [isDisabled && 'disabled', isDemo && 'demo', hasTwoFactor && 'second factor'];
    console.log([username, name, roles.join('; '), notes.filter(Boolean).join(', ')].join('\t'));
  }
}

async function role(options: RoleOptions): Promise<void> {
  const { name, jurisdiction, role: asked, remove, json } = options;
  if ((asked === undefined) === (remove === undefined))
    throw new UsageError('give either --role ROLE or --remove');
  if (asked) {
    const membership = membershipOf({ ...options, role: asked });
    await setRole(await database(), name, membership);
    if (json) console.log(JSON.stringify({ username: name, ...membership }));
    else console.log(`${name} is ${asked} in ${jurisdiction}`);
    return;
  }
  await removeRole(await database(), name, jurisdiction);
  if (json) console.log(JSON.stringify({ username: name, jurisdiction, role: null }));
  else console.log(`${name} is out of ${jurisdiction}`);
}

async function disable({ name, json }: Named, isDisabled: boolean): Promise<void> {
  const signedOut = await disableUser(await database(), name, isDisabled);
  if (json) console.log(JSON.stringify({ username: name, isDisabled, signedOut }));
  else if (isDisabled) console.log(`${name} is disabled; signed out of ${signedOut} browsers`);
  else console.log(`${name} may sign in again`);
}

async function password(options: PasswordOptions): Promise<void> {
  const { name, resetTwoFactor, json } = options;
  const given = await readPassword(options);
  const signedOut = await changePassword(await database(), name, {
    password: given.password,
    resetTwoFactor,
  });
  const shown = given.isNew ? { password: given.password } : {};
  if (json) return console.log(JSON.stringify({ username: name, signedOut, ...shown }));
  console.log(`the password of ${name} is set; signed out of ${signedOut} browsers`);
  tellPassword(shown.password);
}

function tellPassword(made: string | undefined): void {
  if (made !== undefined) console.log(`password: ${made}`);
}
