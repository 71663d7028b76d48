import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { DatabaseBusyError } from '@/db/outage';
import { ProblemError } from '@/lib/http/problem';
import { ConflictError, NotFoundError, TooLargeError, UserError } from '@/lib/user-error';
import { createLog } from '../log';
import { otherMethods, route } from './route';

const lines: string[] = [];
(globalThis as { zhantuLog?: unknown }).zhantuLog = createLog('info', {
  write: (line) => void lines.push(line),
});

const ID = '0a1b2c3d-4e5f';
const request = new Request('http://map.example/', { headers: { 'x-request-id': ID } });
const failing = (error: () => unknown) =>
  route(async () => {
    throw error();
  })(request, undefined);
const coded = (code: string) => Object.assign(new Error('as the driver says'), { code });

describe('route', () => {
  it('tells an unreadable request where it is wrong', async () => {
    const response = await route(async () => {
      z.object({ z: z.number('z must be a number') }).parse({ z: 'a' });
      return new Response();
    })(request, undefined);
    expect(response.status).toBe(400);
    expect(response.headers.get('Content-Type')).toBe('application/problem+json');
    expect(await response.json()).toEqual({
      type: 'about:blank',
      title: 'Bad Request',
      status: 400,
      detail: 'z must be a number',
      errors: [{ path: 'z', message: 'z must be a number' }],
      requestId: ID,
    });
  });

  it('keeps the status of an expected failure, and is not cached', async () => {
    const response = await failing(
      () => new ProblemError(404, 'no ranking 7: rank the month again'),
    );
    expect(response.headers.get('Cache-Control')).toBe('no-store');
    expect(await response.json()).toMatchObject({ status: 404, title: 'Not Found' });
  });

  it('tells a user what to mend', async () => {
    expect((await failing(() => new UserError('create it first'))).status).toBe(400);
    expect((await failing(() => new NotFoundError('no such job'))).status).toBe(404);
    expect((await failing(() => new TooLargeError('larger than 2 GB'))).status).toBe(413);
  });

  it('tells who changes what has changed meanwhile, by a code', async () => {
    const response = await failing(() => new ConflictError('changed meanwhile: load it again'));
    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({ title: 'Conflict', code: 'CONFLICT' });
  });

  it('writes a bug to the log, once and with its stack, and tells the client nothing but the request', async () => {
    lines.length = 0;
    const response = await failing(() => new TypeError('x of 张三 is undefined'));
    expect(response.status).toBe(500);
    const text = await response.text();
    expect(text).not.toContain('张三');
    expect(JSON.parse(text)).toMatchObject({ requestId: ID });
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'error',
      requestId: ID,
      err: { type: 'TypeError', stack: expect.stringContaining('route.test.ts') },
    });
  });

  it.each([
    ['DATABASE_BUSY', () => new DatabaseBusyError('nobody let go')],
    // As a route's bundle sees what another bundle's copy of the class threw, wrapped by the sign-in.
    ['DATABASE_BUSY', () => new Error('no session', { cause: fromElsewhere() })],
    ['DATABASE_BUSY', () => coded('53300')],
    ['DATABASE_DOWN', () => coded('57P01')],
    ['DATABASE_DOWN', () => new Error('sign-in failed', { cause: coded('57P03') })],
    ['DATABASE_SLOW', () => coded('57014')],
    ['DATABASE_SLOW', () => coded('55P03')],
  ])('answers %s with 503 and when to come back', async (code, error) => {
    const response = await failing(error);
    expect(response.status).toBe(503);
    expect(Number(response.headers.get('Retry-After'))).toBeGreaterThan(0);
    expect(await response.json()).toMatchObject({ code });
  });

  it('does not take a missing file or a broken constraint for an outage', async () => {
    const missing = Object.assign(coded('ENOENT'), { syscall: 'open' });
    for (const error of [missing, coded('23505'), coded('EACCES')])
      expect((await failing(() => error)).status).toBe(500);
  });

  it('leaves redirects to Next', async () => {
    const { redirect } = await import('next/navigation');
    await expect(failing(() => redirect('/sign-in' as never))).rejects.toThrow('NEXT_REDIRECT');
  });

  it('names the request in each answer, by an id of its own where the sender’s is none', async () => {
    const answer = route(async () => Response.redirect('http://map.example/'));
    const named = await answer(request, undefined);
    expect(named.headers.get('X-Request-Id')).toBe(ID);
    expect(named.headers.get('location')).toBe('http://map.example/');
    const forged = new Request('http://map.example/', { headers: { 'x-request-id': '"><b>' } });
    expect((await answer(forged, undefined)).headers.get('X-Request-Id')).toMatch(
      /^[0-9a-f-]{36}$/,
    );
  });

  it('keeps several cookies apart', async () => {
    const answer = await route(async () => {
      const headers = new Headers([
        ['Set-Cookie', 'a=1'],
        ['Set-Cookie', 'b=2'],
      ]);
      return new Response(null, { status: 204, headers });
    })(request, undefined);
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  });
});

it('says which methods a route has instead', async () => {
  const others = otherMethods('GET', 'POST');
  expect(Object.keys(others)).toEqual(['PUT', 'PATCH', 'DELETE']);
  const answer = await others.DELETE(request, undefined);
  expect(answer.status).toBe(405);
  expect(answer.headers.get('Allow')).toBe('GET, HEAD, POST');
  expect(answer.headers.get('Content-Type')).toBe('application/problem+json');
});

function fromElsewhere(): Error {
  return Object.assign(new Error('too many wait'), { name: 'DatabaseBusyError' });
}
