import type { Database } from '@/db/client';
import { openTestDatabase } from '@/db/testing/database';
import { insertTenants, TENANTS } from '@/db/testing/tenants-fixture';
import { tileAt } from '@/geo/projection/web-mercator';
import { createUser, type MEMBER_ROLES } from '@/lib/server/access/users';
import { Browser } from '@/lib/server/testing/browser';
import { serve } from '@/lib/server/testing/serve';
import { POST as answerSignIn } from '../api/auth/[...path]/route';
import { asked } from './asked';

/** Where whoever asks belongs. */
const [HERE] = TENANTS;
/** Where they do not. */
export const [, ELSEWHERE] = TENANTS;
const PASSWORD = 'tramway-quiet-lake';

/** One thing to ask of a route. */
export type Door = {
  readonly file: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly query: Readonly<Record<string, string>>;
  readonly params: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, unknown>>;
};

export const door = (
  file: string,
  query: Record<string, string>,
  params: Record<string, string> = {},
): Door => ({
  file,
  method: 'GET',
  query: { jurisdiction: HERE, ...query },
  params,
});
export const change = (
  file: string,
  body: Record<string, unknown>,
  params: Record<string, string> = {},
  method: Door['method'] = 'POST',
): Door => ({
  file,
  method,
  query: {},
  params,
  body: { jurisdiction: HERE, ...body },
});

/** About where the tenants' places are. */
const BOUNDARY = {
  type: 'Polygon',
  coordinates: [
    [
      [119.99, 28.8],
      [120.06, 28.8],
      [120.06, 28.85],
      [119.99, 28.85],
      [119.99, 28.8],
    ],
  ],
};

/** Where the tenants' places are. */
const { z, x, y } = tileAt(120.02, 28.823, 12);
export const TILE = { z: String(z), x: String(x), y: String(y) };

const RASTER = {
  template: 'https://tiles.example.cn/{z}/{x}/{y}.png?tk=key',
  subdomains: null,
  tileSize: 256,
  minZoom: 1,
  maxZoom: 18,
  attribution: '国家地理信息公共服务平台',
  dayOpacity: 1,
  nightOpacity: 0.4,
};

const CAMPAIGN = {
  name: '新战役',
  nameEn: 'New campaign',
  kind: 'one_month_one_town',
  month: '2020-01',
  launchedOn: '2020-01-02',
  note: '备注',
  towns: ['t0'],
  phases: [
    { kind: 'pre', startsOn: '2020-01-01', endsOn: '2020-01-02' },
    { kind: 'battle', startsOn: '2020-01-03', endsOn: '2020-01-30' },
    { kind: 'post', startsOn: null, endsOn: null },
  ],
};

/** Every route but the sign-in's with everything that it reads of a request, as somebody honest would ask. */
export const DOORS: readonly Door[] = [
  door('app/api/health/route.ts', { check: 'ready' }),
  door('app/api/campaigns/route.ts', { month: '2020-01' }),
  door('app/api/hotspots/route.ts', {
    month: '2020-03',
    kind: 'theft',
    ranker: 'count_12m',
    towns: 't0,t1',
  }),
  door('app/api/areas/route.ts', {
    month: '2020-03',
    unit: 'town',
    ranker: 'count_12m',
    towns: 't0',
  }),
  door(
    'app/api/hotspots/[i]/[j]/route.ts',
    { month: '2020-03', kind: 'theft', ranker: 'count_12m' },
    { i: '0', j: '0' },
  ),
  door(
    'app/api/hotspots/[i]/[j]/evidence/route.ts',
    { month: '2020-03', kind: 'theft', ranker: 'count_12m' },
    { i: '0', j: '0' },
  ),
  door(
    'app/api/tiles/[layer]/[z]/[x]/[y]/route.ts',
    { run: '1', v: '1' },
    { layer: 'hotspots', ...TILE },
  ),
  door(
    'app/api/tiles/[layer]/[z]/[x]/[y]/route.ts',
    { month: '2020-01', kind: 'theft' },
    { layer: 'incidents', ...TILE },
  ),
  door(
    'app/api/tiles/[layer]/[z]/[x]/[y]/route.ts',
    { from: '2020-01', to: '2020-02' },
    { layer: 'incidents', ...TILE },
  ),
  door('app/api/jobs/route.ts', {}),
  door('app/api/audit/route.ts', {
    from: '2020-01-01',
    to: '2099-01-01',
    who: 'here',
    text: 'a',
    action: 'session.sign_in',
    outcome: 'done',
  }),
  door('app/api/jobs/events/route.ts', {}),
  change('app/api/jobs/route.ts', {
    kind: 'ranking',
    payload: { month: '2020-03', kind: 'theft' },
  }),
  change('app/api/jobs/[id]/cancel/route.ts', {}, { id: '1' }),
  change('app/api/jobs/[id]/retry/route.ts', {}, { id: '1' }),
  change('app/api/admin/jurisdiction/boundary/route.ts', { boundary: BOUNDARY }),
  change(
    'app/api/admin/jurisdiction/boundary/route.ts',
    { boundary: BOUNDARY, version: 1, keepOutside: true },
    {},
    'PUT',
  ),
  change(
    'app/api/admin/jurisdiction/route.ts',
    { version: 1, name: '永康', bufferMetres: 1000, isPublic: false },
    {},
    'PATCH',
  ),
  change(
    'app/api/admin/basemap/route.ts',
    { version: 1, approvalNumber: 'GS(2024)1', raster: RASTER },
    {},
    'PUT',
  ),
  change('app/api/admin/kinds/route.ts', {
    code: 'new_kind',
    nameZh: '新类',
    nameEn: 'New kind',
    group: 'theft',
    harmWeight: 2,
    harmSource: null,
  }),
  change(
    'app/api/admin/kinds/[kind]/route.ts',
    { version: 1, nameZh: '盗窃', nameEn: 'Theft', group: 'theft' },
    { kind: 'theft' },
    'PATCH',
  ),
  change(
    'app/api/admin/kinds/[kind]/weight/route.ts',
    { version: 1, harmWeight: 2, harmSource: '省厅' },
    { kind: 'crash' },
    'PUT',
  ),
  change('app/api/admin/kinds/[kind]/route.ts', { version: 1 }, { kind: 'new_kind' }, 'DELETE'),
  change('app/api/admin/users/route.ts', {
    username: 'new-user',
    name: '新用户',
    role: 'viewer',
    towns: ['t0'],
  }),
  change(
    'app/api/admin/users/[username]/route.ts',
    { role: 'viewer', towns: ['t0'], seen: { role: 'viewer', towns: null } },
    { username: 'here-viewer' },
    'PATCH',
  ),
  change(
    'app/api/admin/users/[username]/disabled/route.ts',
    { isDisabled: false },
    { username: 'here-viewer' },
    'PUT',
  ),
  change(
    'app/api/admin/users/[username]/password/route.ts',
    { resetTwoFactor: false },
    { username: 'here-viewer' },
  ),
  change(
    'app/api/admin/users/[username]/sessions/route.ts',
    {},
    { username: 'here-viewer' },
    'DELETE',
  ),
  change('app/api/admin/users/[username]/route.ts', {}, { username: 'here-viewer' }, 'DELETE'),
  change(
    'app/api/admin/users/[username]/route.ts',
    { role: 'viewer', towns: ['t0'] },
    { username: 'here-viewer' },
    'PUT',
  ),
  change(
    'app/api/admin/working-days/[year]/route.ts',
    { version: 1, days: [{ day: '2020-05-01', isWorking: false, name: '劳动节' }] },
    { year: '2020' },
    'PUT',
  ),
  change('app/api/admin/campaigns/route.ts', { ...CAMPAIGN, id: 'planned' }),
  change(
    'app/api/admin/campaigns/[id]/route.ts',
    { ...CAMPAIGN, version: 1 },
    { id: 'planned' },
    'PUT',
  ),
  change('app/api/admin/campaigns/[id]/route.ts', { version: 2 }, { id: 'planned' }, 'DELETE'),
  change('app/api/effect/route.ts', {
    name: '三月',
    campaign: 'c1',
    treatedTowns: ['t0'],
    controlTowns: ['t1'],
    before: { from: '2020-01', to: '2020-02' },
    during: { from: '2020-03', to: '2020-03' },
    kinds: ['theft'],
    origins: ['citizen'],
    ringMetres: 0,
    note: '备注',
    acceptsLate: true,
  }),
  door('app/api/effect/controls/route.ts', {
    towns: 't0',
    kinds: 'theft',
    origins: 'citizen',
    ringMetres: '0',
    beforeFrom: '2020-01',
    beforeTo: '2020-02',
    duringFrom: '2020-03',
    duringTo: '2020-03',
  }),
  { ...door('app/api/jobs/uploads/route.ts', { name: 'a.csv' }), method: 'POST', body: {} },
];

/** A server of the tenants' jurisdictions on the database of the running project. */
export async function serveTenants() {
  const database = await openTestDatabase();
  serve(database);
  await insertTenants(database.db);
  return database;
}

/** Somebody who belongs here, signed in. */
export async function enter(
  database: Database,
  role: (typeof MEMBER_ROLES)[number],
  towns: string[] | null = null,
): Promise<Browser> {
  const username = `here-${role}`;
  const membership = { jurisdiction: HERE, role, towns };
  await createUser(database, { username, password: PASSWORD, membership });
  const browser = new Browser(answerSignIn);
  const { status } = await browser.post('/sign-in/username', { username, password: PASSWORD });
  if (status !== 200) throw new Error(`signing in answered ${status}`);
  return browser;
}

const OWN_PAGE = {
  origin: 'http://map.test',
  'sec-fetch-site': 'same-origin',
  'content-type': 'application/json',
};

/** Asks a route's own handler. @param headers others than our own page would send; null: none of that name. */
export async function ask(
  { file, method, query, params, body }: Door,
  browser: Browser,
  { headers = {}, text }: { headers?: Readonly<Record<string, string | null>>; text?: string } = {},
): Promise<Response> {
  asked.headers = browser.headers(method === 'GET' ? {} : OWN_PAGE);
  for (const [name, value] of Object.entries(headers))
    if (value === null) asked.headers.delete(name);
    else asked.headers.set(name, value);
  const url = `http://map.test/${file.replace(/^app\/|\/route.ts$/g, '')}?${new URLSearchParams(query)}`;
  const request = new Request(url, {
    method,
    headers: asked.headers,
    ...(method !== 'GET' && { body: text ?? JSON.stringify(body) }),
  });
  const module: Record<string, unknown> = await import(/* @vite-ignore */ `../../${file}`);
  const handler = module[method] as (request: Request, context: unknown) => Promise<Response>;
  const answer = await handler(request, { params: Promise.resolve(params) });
  // Would go on for ever.
  const isStream = answer.headers.get('content-type')?.includes('event-stream');
  if (isStream) await answer.body?.cancel();
  return isStream ? new Response(null, answer) : answer;
}

/** An answer's status and text, without its request's id and without the words given. */
export async function toldBy(
  answer: Response,
  ...words: readonly string[]
): Promise<readonly [number, string]> {
  const text = (await answer.text()).replace(/"requestId":"[^"]*"/, '');
  return [
    answer.status,
    words.reduce((all, word) => all.replace(new RegExp(`\\b${word}\\b`, 'g'), '…'), text),
  ];
}
