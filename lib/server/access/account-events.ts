import 'server-only';
import { z } from 'zod';
import type { AuditOutcome, AuditParameters, Doer } from '@/db/queries/audit';
import {
  findUser,
  findUserAwaitingCode,
  listAuditedPlaces,
  setLastSignIn,
} from '@/db/queries/users';
import { normaliseUsername } from '@/lib/accounts/username';
import type { AuditAction } from '@/lib/audit/actions';
import { onceAnHour } from '../audit/once-an-hour';
import { record } from '../audit/record';
import { appDatabase } from '../database';
import { OIDC_PROVIDER } from './create-auth';
import { visitorOf } from './request-actor';
import { requestFacts } from './request-facts';

/** Who asks for something of their account, as far as that is known before the answer. */
type Asker = {
  readonly userId: string | null;
  /** They were signed in already. */
  readonly hasSession: boolean;
};

type AccountEvent = {
  readonly action: AuditAction;
  readonly subject?: string;
  readonly parameters?: AuditParameters;
  readonly outcome: AuditOutcome;
};

/** What of a request's body tells who it is. */
const Named = z.object({ username: z.string().max(200) });
const Told = z.object({ code: z.string().max(60), twoFactorRedirect: z.boolean() }).partial();

/** Who sent a request to a path of the sign-in: by the name they typed, by their session, or by what they have still to prove. */
export async function findAsker(
  path: string,
  headers: Headers,
  body: string | undefined,
): Promise<Asker> {
  if (path === '/sign-in/username' || path === '/sign-in/demo')
    return { userId: await userNamed(body), hasSession: false };
  if (path.startsWith('/callback/') || path === '/sign-in/social')
    return { userId: null, hasSession: false };
  const userId = (await visitorOf(headers))?.userId;
  if (userId !== undefined) return { userId, hasSession: true };
  return { userId: await userAwaitingCode(headers), hasSession: false };
}

async function userNamed(body: string | undefined): Promise<string | null> {
  const parsed = Named.safeParse(readJson(body));
  if (!parsed.success) return null;
  const username = normaliseUsername(parsed.data.username);
  if (username.includes('\0')) return null;
  return (await findUser((await appDatabase()).db, username))?.id ?? null;
}

function readJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

/** The library's cookie for it: a random identifier, then its signature. */
const AWAITING_CODE = /(?:^|;\s*)(?:__Secure-)?zhantu\.two_factor=([\w-]+)/;

async function userAwaitingCode(headers: Headers): Promise<string | null> {
  const identifier = AWAITING_CODE.exec(headers.get('cookie') ?? '')?.[1];
  if (!identifier) return null;
  return (await findUserAwaitingCode((await appDatabase()).db, identifier)) ?? null;
}

/** Writes down what came of a request to a path of the sign-in, in the logs of where its sender belongs. */
export async function recordAnswer(
  path: string,
  headers: Headers,
  asker: Asker,
  response: Response,
): Promise<void> {
  const told = await readAnswer(response);
  const found = path.startsWith('/callback/') ? await whoCameIn(headers, response) : undefined;
  const userId = found ?? asker.userId;
  const event = eventOf(path, asker, { ...told, userId, status: response.status });
  if (!event) return;
  const from = requestFacts(headers);
  const write = () => recordForUser({ userId, name: null, from }, event);
  // Whoever asks too often goes on asking; that they do is told once.
  if (response.status === 429 && event.action !== 'session.lock')
    await onceAnHour().run(from.address ?? 'unknown', `limit ${path}`, Date.now(), write);
  else await write();
}

async function readAnswer(response: Response): Promise<z.infer<typeof Told>> {
  if (!response.headers.get('content-type')?.includes('json')) return {};
  return Told.catch({}).parse(readJson(await response.clone().text()));
}

/** Who has a session by the cookies of an answer. */
async function whoCameIn(headers: Headers, response: Response): Promise<string | undefined> {
  const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0] ?? '');
  const theirs = new Headers(headers);
  theirs.set('cookie', cookies.join('; '));
  return (await visitorOf(theirs))?.userId;
}

type Outcome = z.infer<typeof Told> & { readonly status: number; readonly userId: string | null };

function eventOf(path: string, asker: Asker, answer: Outcome): AccountEvent | undefined {
  const named = nameOf(path, asker, answer);
  if (!named) return undefined;
  const { status, userId, code } = answer;
  // Signing out twice, or setting a password without a session: nobody did anything.
  if (userId === null && !COMING_IN.has(named.action)) return undefined;
  const isDone = status < 400 && userId !== null;
  const parameters = { ...named.parameters, ...(!isDone && { code: code ?? `HTTP_${status}` }) };
  const outcome = isDone ? 'done' : status >= 500 ? 'failed' : 'refused';
  return { action: named.action, parameters, outcome };
}

const COMING_IN: ReadonlySet<AuditAction> = new Set(['session.sign_in', 'session.lock']);

type Named = { readonly action: AuditAction; readonly parameters?: AuditParameters };

/** What is asked for by each path; those that change nothing by themselves are left out. */
const NAMES: Readonly<Record<string, Named>> = {
  '/sign-in/username': { action: 'session.sign_in', parameters: { way: 'password' } },
  '/sign-in/demo': { action: 'session.sign_in', parameters: { way: 'demo' } },
  [`/callback/${OIDC_PROVIDER}`]: { action: 'session.sign_in', parameters: { way: 'oidc' } },
  '/two-factor/verify-totp': { action: 'session.sign_in', parameters: { way: 'second_factor' } },
  '/two-factor/verify-backup-code': {
    action: 'session.sign_in',
    parameters: { way: 'backup_code' },
  },
  '/two-factor/enable': { action: 'account.prepare_second_factor' },
  '/two-factor/disable': { action: 'account.disable_second_factor' },
  '/change-password': { action: 'account.change_password' },
  '/sign-out': { action: 'session.sign_out' },
  '/revoke-sessions': { action: 'session.sign_out_everywhere' },
};

function nameOf(path: string, { hasSession }: Asker, answer: Outcome): Named | undefined {
  if (answer.code === 'ACCOUNT_LOCKED') return { action: 'session.lock' };
  if (answer.twoFactorRedirect) return { action: 'session.password_accepted' };
  if (path.startsWith('/two-factor/verify-') && hasSession)
    return { action: 'account.enable_second_factor' };
  return NAMES[path];
}

/** Adds an event of somebody's account to the log of each jurisdiction that they belong to; of none for who is not known. */
export async function recordForUser(
  { userId, name, from }: Omit<Doer, 'role'>,
  event: AccountEvent,
): Promise<void> {
  const { db } = await appDatabase();
  await db.transaction().execute(async (transaction) => {
    if (userId !== null && event.action === 'session.sign_in' && event.outcome === 'done')
      await setLastSignIn(transaction, userId);
    const places =
      userId === null
        ? [{ jurisdiction: null, role: null }]
        : await listAuditedPlaces(transaction, userId);
    for (const { jurisdiction, role } of places)
      await record(transaction, { ...event, jurisdiction, by: { userId, name, role, from } });
  });
}
