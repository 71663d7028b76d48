import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { UserError } from '@/lib/user-error';
import { ProblemError, route } from './problem';

const request = new Request('http://map.example/');
const failing = (error: () => unknown) =>
  route(async () => {
    throw error();
  })(request, undefined);

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
  });

  it('leaves a bug to the server, so that its text reaches no client', async () => {
    await expect(failing(() => new TypeError('x is undefined'))).rejects.toThrow(TypeError);
  });
});
