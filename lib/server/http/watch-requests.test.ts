import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, expect, it } from 'vitest';
import { createLog } from '../log';
import { drainRequests, noteJurisdiction, stoppingSignal } from './requests';
import { watchRequests } from './watch-requests';

type Line = Record<string, unknown>;
const lines: Line[] = [];
let onLine = () => {};
const destination = {
  write(line: string) {
    lines.push(JSON.parse(line));
    onLine();
  },
};
watchRequests(createLog('debug', destination));

/** What each path does; paths are told apart by their first letters. */
const server = createServer((request, response) => {
  const id = String(request.headers['x-request-id']);
  if (request.url?.startsWith('/note')) noteJurisdiction(id, '330784');
  if (request.url?.startsWith('/bad-note')) noteJurisdiction(id, '张三');
  if (request.url?.startsWith('/fail')) response.statusCode = 503;
  if (request.url?.startsWith('/endless')) {
    response.write(id);
    stoppingSignal().addEventListener('abort', () => response.end());
  } else if (!request.url?.startsWith('/never')) response.end(id);
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address() as AddressInfo;
afterAll(() => server.closeAllConnections());

const nextLine = () =>
  new Promise<Line>((resolve) => {
    onLine = () => resolve(lines.at(-1) ?? {});
  });

async function ask(path: string, headers: Record<string, string> = {}): Promise<[string, Line]> {
  const line = nextLine();
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
  return [await answer.text(), await line];
}

it('writes one line a request, with nothing in it of its address, its cookies or its sender', async () => {
  const [id, line] = await ask('/note?name=张三', { cookie: 'zhantu=secret', 'user-agent': 'a b' });
  expect(line).toEqual({
    level: 'info',
    time: expect.any(String),
    requestId: id,
    method: 'GET',
    route: '(none)',
    status: 200,
    ms: expect.any(Number),
    jurisdiction: '330784',
    msg: 'answered',
  });
});

it('keeps a request’s own id, and makes one where it is none', async () => {
  expect((await ask('/', { 'x-request-id': 'from-the-proxy' }))[0]).toBe('from-the-proxy');
  expect((await ask('/', { 'x-request-id': 'a b' }))[0]).toMatch(/^[0-9a-f-]{36}$/);
});

it('notes no jurisdiction that is none, warns of failures, whispers of files', async () => {
  expect((await ask('/bad-note'))[1]).not.toHaveProperty('jurisdiction');
  expect((await ask('/fail'))[1]).toMatchObject({ level: 'warn', status: 503 });
  expect((await ask('/_next/static/a.js'))[1]).toMatchObject({ level: 'debug', route: '/_next' });
});

it('tells that somebody left before the answer', async () => {
  const line = nextLine();
  const asked = once(server, 'request');
  const socket = connect(port, '127.0.0.1', () =>
    socket.write('GET /never HTTP/1.1\r\nhost: a\r\n\r\n'),
  );
  await asked;
  socket.destroy();
  expect(await line).toMatchObject({ aborted: true });
});

it('ends endless answers when it is asked to stop, and then takes no more', async () => {
  const answer = await fetch(`http://127.0.0.1:${port}/endless`);
  const line = nextLine();
  await drainRequests();
  expect(await answer.text()).toMatch(/^[0-9a-f-]{36}$/);
  expect(await line).toMatchObject({ status: 200 });
  expect(server.listening).toBe(false);
  await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
});
