import { expect, test } from '@playwright/test';
import { type RawAnswer, RawConnection } from './raw-connection';

const ORIGIN = new URL(process.env.E2E_URL ?? '').origin;
const HOST = new URL(ORIGIN).host;
const ELSEWHERE = 'elsewhere.example';

/** Sends a request as it stands, and reads until the server hangs up. */
function raw(...lines: readonly string[]): Promise<RawAnswer> {
  const connection = new RawConnection(ORIGIN);
  connection.send(lines.join('\r\n'));
  return connection.answer();
}

function ask(path: string, ...headers: readonly string[]): Promise<RawAnswer> {
  return raw(`GET ${path} HTTP/1.1`, `Host: ${HOST}`, 'Connection: close', ...headers, '', '');
}

function post(path: string, body: object, ...headers: readonly string[]): Promise<RawAnswer> {
  const text = JSON.stringify(body);
  return raw(
    ...[`POST ${path} HTTP/1.1`, `Host: ${HOST}`, 'Connection: close', ...headers],
    ...['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(text)}`, '', text],
  );
}

/** Where an answer would lead or point to. */
function pointers({ headers }: RawAnswer): string {
  return ['location', 'refresh', 'link', 'content-location', 'set-cookie']
    .map((name) => headers.get(name) ?? '')
    .join('\n');
}

test('hands out no file of the server, however the way to it is written', async () => {
  for (const path of [
    '/../../etc/passwd',
    '/..%2f..%2f..%2fetc/passwd',
    '/%2e%2e/%2e%2e/package.json',
    '/_next/static/../../package.json',
    '/_next/static/..%2f..%2fpackage.json',
    '/_next/static/..%5c..%5cpackage.json',
    '/_next/static/%252e%252e/%252e%252e/package.json',
    '/api/..%2f..%2fpackage.json',
    '/.env',
    '/.next/BUILD_ID',
    '/db/migrations/0001_places.sql',
  ]) {
    const { status, body } = await ask(path);
    expect([path, status]).toEqual([path, 404]);
    expect(body).not.toMatch(/root:|"dependencies"|CREATE TABLE/);
  }
});

test('answers null bytes and broken escapes as what is not there', async () => {
  for (const path of [
    '/%00',
    '/api/health%00',
    '/_next/static/%00.js',
    '/%',
    '/%ff%fe',
    '/x?y=%00',
  ])
    expect([path, (await ask(path)).status]).toEqual([path, 404]);
});

test('leads to no other site, whatever path or host it is asked for', async () => {
  for (const path of [
    `//${ELSEWHERE}`,
    `/\\${ELSEWHERE}`,
    `/%5c${ELSEWHERE}`,
    `/%2f%2f${ELSEWHERE}`,
    `/sign-in//${ELSEWHERE}`,
    `///${ELSEWHERE}/%2e%2e`,
  ]) {
    const location = (await ask(path)).headers.get('location') ?? '/';
    // One slash and no more: two would name a host, and browsers read a backslash as a slash.
    expect([path, location]).toEqual([path, expect.stringMatching(/^[/](?![/\\])/)]);
  }
  for (const path of ['/', '/account', '/sign-in/', '/api/health', '/no-such-page'])
    for (const headers of [
      [`Host: ${HOST}`, `X-Forwarded-Host: ${ELSEWHERE}`, 'X-Forwarded-Proto: https'],
      [`Host: ${HOST}`, `Forwarded: host=${ELSEWHERE};proto=https`],
      [`Host: ${ELSEWHERE}`],
    ]) {
      const answer = await raw(`GET ${path} HTTP/1.1`, 'Connection: close', ...headers, '', '');
      expect([path, headers, pointers(answer)]).toEqual([
        path,
        headers,
        expect.not.stringContaining(ELSEWHERE),
      ]);
      expect(answer.body).not.toContain(ELSEWHERE);
    }
});

test('refuses to sign in with another site to go to afterwards', async () => {
  const to = `https://${ELSEWHERE}/`;
  const own = `Origin: ${ORIGIN}`;
  for (const [way, who] of [
    ['demo', { username: 'demo-analyst' }],
    ['username', { username: 'nobody', password: 'not-the-password' }],
    ['social', { provider: 'oidc' }],
  ] as const)
    for (const more of [
      { callbackURL: to },
      { errorCallbackURL: to },
      { newUserCallbackURL: to },
    ]) {
      const answer = await post(`/api/auth/sign-in/${way}`, { ...who, ...more }, own);
      expect([way, more, answer.status]).toEqual([way, more, 403]);
      expect(pointers(answer)).not.toContain(ELSEWHERE);
      expect(answer.headers.has('set-cookie')).toBe(false);
    }
  const back = await ask(
    `/api/auth/callback/oidc?error=x&state=y&callbackURL=${encodeURIComponent(to)}`,
  );
  expect(back.headers.get('location')).toMatch(/^[/]sign-in[?]error=/);
});

test('refuses what is too long', async () => {
  expect((await ask(`/${'a'.repeat(20_000)}`)).status).toBe(431);
  expect((await ask('/', `X-Long: ${'a'.repeat(20_000)}`)).status).toBe(431);
  expect((await ask('/', `Cookie: ${'a=b; '.repeat(5_000)}`)).status).toBe(431);
});

test('refuses a body whose end two readers could see in two places, and asks nothing that follows', async () => {
  const inner = `GET /smuggled HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`;
  const chunked = 'Transfer-Encoding: chunked';
  for (const [shape, headers, body] of [
    ['two lengths', ['Content-Length: 2', 'Content-Length: 3'], `{}${inner}`],
    ['a list of lengths', ['Content-Length: 2, 2'], `{}${inner}`],
    ['a length with a sign', ['Content-Length: +2'], `{}${inner}`],
    ['length and chunks', ['Content-Length: 4', chunked], `0\r\n\r\n${inner}`],
    ['chunks and length', [chunked, 'Content-Length: 4'], `0\r\n\r\n${inner}`],
    ['two encodings', [chunked, 'Transfer-Encoding: identity'], `0\r\n\r\n${inner}`],
    ['an unknown encoding', ['Transfer-Encoding: xchunked'], `0\r\n\r\n${inner}`],
    ['a space before the colon', ['Transfer-Encoding : chunked'], `0\r\n\r\n${inner}`],
    ['a broken chunk', [chunked], `0x2\r\n{}\r\n0\r\n\r\n${inner}`],
    ['a null byte in a header', ['X-A: a\0b'], inner],
    ['a bare line break', ['X-A: a\nTransfer-Encoding: chunked'], `0\r\n\r\n${inner}`],
  ] as const) {
    const answer = await raw(
      ...['POST /api/auth/sign-in/demo HTTP/1.1', `Host: ${HOST}`, `Origin: ${ORIGIN}`],
      ...['Content-Type: application/json', ...headers, '', body],
    );
    expect([shape, answer.status]).toEqual([shape, 400]);
    // A second answer on the connection would be that to the request within.
    expect(answer.body).not.toContain('HTTP/1.1');
  }
  expect((await raw('GET / HTTP/1.1', 'Connection: close', '', '')).status).toBe(400);
});

test('takes no method but its own, and echoes nothing', async () => {
  const secret = 'Cookie: zhantu.session_token=told-to-nobody';
  const tell = (method: string, path: string) =>
    raw(`${method} ${path} HTTP/1.1`, `Host: ${HOST}`, 'Connection: close', secret, '', '');
  for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'])
    for (const path of ['/', '/account', '/no-such-page']) {
      const { status, headers } = await tell(method, path);
      expect([method, path, status, headers.get('allow')]).toEqual([
        method,
        path,
        405,
        'GET, HEAD, POST',
      ]);
    }
  for (const method of ['TRACE', 'FROB', 'CONNECT', 'PROPFIND'])
    for (const path of ['/', '/api/health']) {
      const { status, body } = await tell(method, path);
      // 0: hung up without a word, as Node does with CONNECT.
      expect([method, path, status === 0 || status >= 400]).toEqual([method, path, true]);
      expect(body).not.toContain('told-to-nobody');
    }
});

test('sends its protective headers with every kind of answer', async () => {
  const own = `Origin: ${ORIGIN}`;
  const page = await ask('/sign-in');
  const script = /[/]_next[/]static[/][^"']+[.]js/.exec(page.body)?.[0] ?? '';
  const answers = {
    page,
    script: await ask(script),
    icon: await ask('/icon.svg'),
    redirect: await ask('/account'),
    'no page': await ask('/no-such-page'),
    'no file': await ask('/_next/static/no-such.js'),
    health: await ask('/api/health'),
    'no route': await ask('/api/no-such-route'),
    stranger: await ask('/api/jobs?jurisdiction=330784'),
    'wrong method': await post('/api/health', {}, own),
    'another site': await post('/api/auth/sign-in/demo', {}, `Origin: https://${ELSEWHERE}`),
  };
  expect(Object.entries(answers).map(([name, { status }]) => [name, status])).toEqual([
    ['page', 200],
    ['script', 200],
    ['icon', 200],
    ['redirect', 307],
    ['no page', 404],
    ['no file', 404],
    ['health', 200],
    ['no route', 404],
    ['stranger', 401],
    ['wrong method', 405],
    ['another site', 403],
  ]);
  for (const [name, { headers }] of Object.entries(answers)) {
    const told = Object.fromEntries(headers);
    expect({ name, ...told }).toMatchObject({
      name,
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect([name, headers.has('x-powered-by'), headers.has('server')]).toEqual([
      name,
      false,
      false,
    ]);
    if (headers.get('content-type')?.match(/html|json/))
      expect([name, headers.get('content-security-policy')]).toEqual([
        name,
        expect.stringContaining("frame-ancestors 'none'"),
      ]);
  }
});

test('keeps the session where no script reads it and no other site sends it', async () => {
  const who = { username: 'demo-analyst' };
  const plain = await post('/api/auth/sign-in/demo', who, `Origin: ${ORIGIN}`);
  const secure = await post(
    '/api/auth/sign-in/demo',
    who,
    `Origin: ${ORIGIN.replace(/^http:/, 'https:')}`,
    'X-Forwarded-Proto: https',
  );
  const [cookie = '', secureCookie = ''] = [plain, secure].map(
    ({ headers }) => headers.get('set-cookie') ?? '',
  );
  for (const each of [cookie, secureCookie]) {
    expect(each).toMatch(/session_token=/);
    for (const line of each.split('\n')) {
      expect(line).toMatch(/; HttpOnly/i);
      expect(line).toMatch(/; SameSite=(Lax|Strict)/i);
      expect(line).toMatch(/; Path=[/](;|$)/i);
      expect(line).not.toMatch(/; Domain=/i);
    }
  }
  for (const line of secureCookie.split('\n')) expect(line).toMatch(/^__Secure-.*; Secure/i);
});
