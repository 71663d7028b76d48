import { once } from 'node:events';
import { expect, it } from 'vitest';
import { eventStream } from './event-stream';

const never = new AbortController().signal;

function stream(method: string, stopping = never) {
  const opened: string[] = [];
  const answer = eventStream(
    new Request('http://map.example/', { method }),
    stopping,
    async function* (signal) {
      opened.push('opened');
      yield 'first';
      if (!signal.aborted) await once(signal, 'abort');
      opened.push('left');
    },
  );
  return { answer, opened };
}

it('ends when the server stops', async () => {
  const stopping = new AbortController();
  const { answer, opened } = stream('GET', stopping.signal);
  const reader = answer.body?.getReader();
  expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('first');
  stopping.abort();
  expect(await reader?.read()).toMatchObject({ done: true });
  expect(opened).toEqual(['opened', 'left']);
});

it.each([
  ['HEAD, whose stream nobody would end', 'HEAD', never],
  ['a server that stops already', 'GET', AbortSignal.abort()],
])('opens nothing for %s', (_, method, stopping) => {
  const { answer, opened } = stream(method, stopping);
  expect(answer.headers.get('Content-Type')).toContain('text/event-stream');
  expect(answer.body).toBeNull();
  expect(opened).toEqual([]);
});
