import { globSync } from 'node:fs';
import { sql } from 'kysely';
import { describe, expect, it, vi } from 'vitest';
import { openTestDatabase } from '@/db/testing/database';
import { insertTenants, TENANTS } from '@/db/testing/tenants-fixture';
import { LAYER_ACTIONS } from '@/lib/server/access/layer-actions';
import { type Action, can } from '@/lib/server/access/permissions';
import { createUser, MEMBER_ROLES } from '@/lib/server/access/users';
import { isRefusal, METHODS } from '@/lib/server/http/route';
import { jobKinds } from '@/lib/server/jobs/kinds';
import { Browser } from '@/lib/server/testing/browser';
import { serve } from '@/lib/server/testing/serve';
import { TILE_LAYERS } from '@/lib/validation/tiles';
import { POST as answerSignIn } from './api/auth/[...path]/route';

/** The request that a page or handler answers, as Next would hand its headers over. */
const asked = vi.hoisted(() => ({ headers: new Headers() }));
vi.mock('next/headers', () => ({
  headers: async () => asked.headers,
  cookies: async () => ({ get: () => undefined }),
}));

const [HERE, ELSEWHERE] = TENANTS;
const PASSWORD = 'tramway-quiet-lake';

const database = await openTestDatabase();
serve(database);
await insertTenants(database.db);

/** One thing to ask of a route, and the right that it takes. */
type Question = {
  readonly action: Action;
  readonly method?: string;
  readonly query?: string;
  readonly params?: Record<string, string>;
  readonly body?: unknown;
};

const OF = `jurisdiction=${HERE}`;
const MONTH = `${OF}&month=2020-03`;
const job = (action: Action, body: Record<string, unknown> = {}) => ({
  action,
  method: 'POST',
  params: { id: '1' },
  body: { jurisdiction: HERE, ...body },
});

const member = (method: string, body: Record<string, unknown> = {}) => ({
  action: 'user.manage' as const,
  method,
  params: { username: 'nobody-of-this-name' },
  body: { jurisdiction: HERE, ...body },
});

const campaign = {
  jurisdiction: HERE,
  name: '战役',
  nameEn: 'Campaign',
  kind: 'one_month_one_town',
  month: '2021-05',
  launchedOn: null,
  note: null,
  towns: ['nowhere'],
  phases: ['pre', 'battle', 'post'].map((kind) => ({ kind, startsOn: null, endsOn: null })),
};
const campaignOf = (method: string, body: Record<string, unknown>) => ({
  action: 'jurisdiction.manage' as const,
  method,
  params: { id: 'nothing' },
  body: { jurisdiction: HERE, version: 1, ...body },
});
const effect = {
  ...{ jurisdiction: HERE, name: '三月', campaign: null, treatedTowns: ['nowhere'] },
  ...{ controlTowns: ['t1'], kinds: null, origins: ['citizen'], ringMetres: 0, note: null },
  before: { from: '2020-01', to: '2020-02' },
  during: { from: '2020-03', to: '2020-03' },
  acceptsLate: true,
};
const kindOf = (method: string, body: Record<string, unknown>) => ({
  action: 'jurisdiction.manage' as const,
  method,
  params: { kind: 'no-kind-of-this-code' },
  body: { jurisdiction: HERE, ...body },
});

/**
 * What each route takes, asked of its own handler. `open`: whoever comes; `account`: whoever is signed in, wherever they
 * belong. A route that is missing here fails the first test below: write down what it takes.
 */
const ROUTES: Readonly<Record<string, 'open' | 'account' | readonly Question[]>> = {
  'app/(account)/sign-in/page.tsx': 'open',
  'app/(account)/account/page.tsx': 'account',
  'app/(map)/page.tsx': [{ action: 'map.view', query: OF }],
  'app/api/auth/[...path]/route.ts': 'open',
  'app/api/health/route.ts': 'open',
  'app/api/campaigns/route.ts': [{ action: 'campaign.view', query: MONTH }],
  'app/api/hotspots/route.ts': [
    { action: 'ranking.view', query: MONTH },
    { action: 'ranking.view', query: `${MONTH}&ranker=gistar` },
    { action: 'evidence.view', query: `${MONTH}&kind=theft` },
    { action: 'evidence.view', query: `${MONTH}&ranker=count_all` },
  ],
  'app/api/areas/route.ts': [{ action: 'evidence.view', query: `${MONTH}&unit=town` }],
  'app/api/hotspots/[i]/[j]/route.ts': [
    { action: 'evidence.view', query: MONTH, params: { i: '0', j: '0' } },
  ],
  'app/api/hotspots/[i]/[j]/evidence/route.ts': [
    { action: 'evidence.view', query: MONTH, params: { i: '0', j: '0' } },
  ],
  'app/api/tiles/[layer]/[z]/[x]/[y]/route.ts': TILE_LAYERS.map((layer) => ({
    action: LAYER_ACTIONS[layer],
    query: `${OF}&run=1&month=2020-02`,
    params: { layer, z: '12', x: '3413', y: '1709' },
  })),
  'app/api/jobs/route.ts': [
    { action: 'job.view', query: OF },
    ...jobKinds.map(({ kind, action }) => job(action, { kind })),
  ],
  'app/api/jobs/[id]/cancel/route.ts': [job('job.run')],
  'app/api/jobs/[id]/retry/route.ts': [job('job.run')],
  'app/api/jobs/events/route.ts': [{ action: 'job.view', query: OF }],
  'app/api/jobs/uploads/route.ts': [{ ...job('import.run'), query: `${OF}&name=a.csv` }],
  'app/jobs/page.tsx': [{ action: 'job.view', query: OF }],
  'app/admin/audit/page.tsx': [{ action: 'audit.read', query: OF }],
  'app/admin/jurisdiction/page.tsx': [{ action: 'jurisdiction.manage', query: OF }],
  'app/api/admin/jurisdiction/route.ts': [
    {
      action: 'jurisdiction.manage',
      method: 'PATCH',
      body: { jurisdiction: HERE, version: 1, name: '永康', bufferMetres: 9, isPublic: false },
    },
  ],
  'app/api/admin/jurisdiction/boundary/route.ts': [
    {
      action: 'jurisdiction.manage',
      method: 'POST',
      body: { jurisdiction: HERE, boundary: { type: 'Polygon', coordinates: [] } },
    },
    {
      action: 'jurisdiction.manage',
      method: 'PUT',
      body: { jurisdiction: HERE, version: 1, keepOutside: false, boundary: {} },
    },
  ],
  'app/admin/basemap/page.tsx': [{ action: 'jurisdiction.manage', query: OF }],
  'app/api/admin/basemap/route.ts': [
    {
      action: 'jurisdiction.manage',
      method: 'PUT',
      body: { jurisdiction: HERE, version: 1, approvalNumber: null, raster: null },
    },
  ],
  'app/admin/kinds/page.tsx': [{ action: 'jurisdiction.manage', query: OF }],
  'app/api/admin/kinds/route.ts': [
    kindOf('POST', {
      code: 'new_kind',
      nameZh: '新',
      nameEn: 'New',
      group: null,
      harmWeight: 1,
      harmSource: null,
    }),
  ],
  'app/api/admin/kinds/[kind]/route.ts': [
    kindOf('PATCH', { version: 1, nameZh: '新', nameEn: 'New', group: null }),
    kindOf('DELETE', { version: 1 }),
  ],
  'app/api/admin/kinds/[kind]/weight/route.ts': [
    kindOf('PUT', { version: 1, harmWeight: 2, harmSource: null }),
  ],
  'app/api/audit/route.ts': [{ action: 'audit.read', query: OF }],
  'app/admin/calendars/page.tsx': [{ action: 'jurisdiction.manage', query: OF }],
  'app/admin/working-days/page.tsx': [{ action: 'jurisdiction.manage', query: OF }],
  'app/api/admin/working-days/[year]/route.ts': [
    {
      action: 'jurisdiction.manage',
      method: 'PUT',
      params: { year: '2020' },
      body: { jurisdiction: HERE, version: 7, days: [] },
    },
  ],
  'app/api/admin/campaigns/route.ts': [
    { action: 'jurisdiction.manage', method: 'POST', body: { ...campaign, id: 'x' } },
  ],
  'app/api/admin/campaigns/[id]/route.ts': [campaignOf('PUT', campaign), campaignOf('DELETE', {})],
  'app/effect/page.tsx': [{ action: 'effect.view', query: OF }],
  'app/effect/[id]/page.tsx': [{ action: 'effect.view', query: OF, params: { id: '1' } }],
  'app/effect/new/page.tsx': [{ action: 'effect.register', query: OF }],
  'app/api/effect/route.ts': [{ action: 'effect.register', method: 'POST', body: effect }],
  'app/api/effect/controls/route.ts': [
    {
      action: 'effect.register',
      query: `${OF}&towns=t0&beforeFrom=2020-01&beforeTo=2020-02&duringFrom=2020-03&duringTo=2020-03`,
    },
  ],
  'app/admin/users/page.tsx': [{ action: 'user.manage', query: OF }],
  'app/api/admin/users/route.ts': [
    member('POST', { username: 'newcomer', role: 'viewer', towns: ['nowhere'] }),
  ],
  'app/api/admin/users/[username]/route.ts': [
    member('PATCH', { role: 'viewer', towns: null, seen: { role: 'viewer', towns: null } }),
    member('PUT', { role: 'viewer', towns: null }),
    member('DELETE'),
  ],
  'app/api/admin/users/[username]/disabled/route.ts': [member('PUT', { isDisabled: false })],
  'app/api/admin/users/[username]/sessions/route.ts': [member('DELETE')],
  'app/api/admin/users/[username]/password/route.ts': [member('POST', { resetTwoFactor: false })],
};

const FILES = globSync('app/**/{route.ts,page.tsx,actions.ts}').sort();
const questions = Object.entries(ROUTES).flatMap(([file, takes]) =>
  typeof takes === 'string' ? [] : takes.map((question) => ({ file, question })),
);

type Person = { readonly who: string; readonly role: MemberRole; readonly browser: Browser };
type MemberRole = (typeof MEMBER_ROLES)[number];
const people: Person[] = [];

/** A person of each role here, and one who is an administrator, but elsewhere. */
async function enter(username: string, jurisdiction: string, role: (typeof MEMBER_ROLES)[number]) {
  const membership = { jurisdiction, role, towns: null };
  await createUser(database, { username, password: PASSWORD, membership });
  const browser = new Browser(answerSignIn, `192.0.2.${people.length + 1}`);
  const { status } = await browser.post('/sign-in/username', { username, password: PASSWORD });
  expect(status).toBe(200);
  return { who: username, role, browser };
}
for (const role of MEMBER_ROLES) people.push(await enter(`here-${role}`, HERE, role));
const stranger = await enter('elsewhere-admin', ELSEWHERE, 'admin');
const nobody = new Browser(answerSignIn);

type Outcome = 'answered' | 'sign in' | 'forbidden';

async function ask(
  file: string,
  question: Omit<Question, 'action'>,
  browser: Browser,
): Promise<Outcome> {
  const { method = 'GET', query = '', params = {}, body } = question;
  asked.headers = browser.headers({
    origin: 'http://map.test',
    ...(body !== undefined && { 'content-type': 'application/json' }),
  });
  const module: Record<string, unknown> = await import(/* @vite-ignore */ `../${file}`);
  if (file.endsWith('page.tsx')) return askPage(module.default, query, params);
  const request = new Request(`http://map.test/?${query}`, {
    method,
    headers: asked.headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const handler = module[method] as (request: Request, context: unknown) => Promise<Response>;
  const answer = await handler(request, { params: Promise.resolve(params) });
  await answer.body?.cancel();
  expect(answer.status, file).toBeLessThan(500);
  return answer.status === 401 ? 'sign in' : answer.status === 403 ? 'forbidden' : 'answered';
}

async function askPage(
  page: unknown,
  query: string,
  pathParams: Record<string, string>,
): Promise<Outcome> {
  const searchParams = Promise.resolve(Object.fromEntries(new URLSearchParams(query)));
  const params = Promise.resolve(pathParams);
  try {
    const element = (await (page as (props: object) => Promise<unknown>)({
      params,
      searchParams,
    })) as {
      type: { name: string };
    };
    return ['NoPermission', 'NoAccess'].includes(element.type.name) ? 'forbidden' : 'answered';
  } catch (error) {
    const { digest = '' } = error as { digest?: string };
    if (!digest.startsWith('NEXT_REDIRECT')) throw error;
    expect(digest).toContain(';/sign-in');
    return 'sign in';
  }
}

it('knows what every page, route handler and file of server actions takes', () => {
  expect(Object.keys(ROUTES).sort()).toEqual(FILES);
});

it.each(FILES.filter((file) => file.endsWith('route.ts')))(
  'knows every method of %s',
  async (file) => {
    const takes = ROUTES[file] ?? [];
    if (typeof takes === 'string') return;
    const module: Record<string, unknown> = await import(/* @vite-ignore */ `../${file}`);
    const methods = METHODS.filter((name) => !isRefusal(module[name]));
    expect(new Set(takes.map(({ method = 'GET' }) => method))).toEqual(new Set(methods));
  },
);

describe.each(questions)('$file for $question.action ($question.query)', ({ file, question }) => {
  it.each(people)('answers $who as the table says', async ({ role, browser }) => {
    const expected = can({ role }, question.action) ? 'answered' : 'forbidden';
    expect(await ask(file, question, browser)).toBe(expected);
  });

  it('asks who has not signed in to do so', async () => {
    // These pages say the same to whoever may not see them.
    const isSilent = [
      'app/jobs/page.tsx',
      'app/effect/page.tsx',
      'app/effect/[id]/page.tsx',
      'app/effect/new/page.tsx',
      'app/admin/audit/page.tsx',
      'app/admin/jurisdiction/page.tsx',
      'app/admin/basemap/page.tsx',
      'app/admin/kinds/page.tsx',
      'app/admin/users/page.tsx',
      'app/admin/calendars/page.tsx',
      'app/admin/working-days/page.tsx',
    ].includes(file);
    const expected = isSilent ? 'forbidden' : 'sign in';
    expect(await ask(file, question, nobody)).toBe(expected);
  });

  it('answers nothing to who belongs elsewhere, whatever they are there', async () => {
    // The map leads them to their own jurisdiction instead.
    const expected = file === 'app/(map)/page.tsx' ? 'answered' : 'forbidden';
    expect(await ask(file, question, stranger.browser)).toBe(expected);
  });

  it('answers everybody what is public, once a jurisdiction is', async () => {
    const set = (isPublic: boolean) =>
      sql`UPDATE jurisdiction SET is_public = ${isPublic} WHERE code = ${HERE}`.execute(
        database.db,
      );
    await set(true);
    const expected = can({ role: 'public' }, question.action) ? 'answered' : 'forbidden';
    expect(await ask(file, question, nobody)).toBe(expected);
    await set(false);
  });
});

it.each(Object.entries(ROUTES).filter(([, takes]) => takes === 'account'))(
  '%s is for who is signed in',
  async (file) => {
    expect(await ask(file, {}, nobody)).toBe('sign in');
    expect(await ask(file, {}, stranger.browser)).toBe('answered');
  },
);

it('who loses a role loses it with the next request', async () => {
  const fire = people.find(({ role }) => role === 'fire');
  const tiles = questions.find(({ question }) => question.action === 'premises.view');
  if (!fire || !tiles) throw new Error('no such person or route');
  expect(await ask(tiles.file, tiles.question, fire.browser)).toBe('answered');
  await sql`UPDATE membership SET role = 'viewer' WHERE user_id = (SELECT id FROM app_user WHERE username = 'here-fire')`.execute(
    database.db,
  );
  expect(await ask(tiles.file, tiles.question, fire.browser)).toBe('forbidden');
});
