import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type StopSteps, stopper } from './stop';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function setUp(changes: Partial<StopSteps> = {}) {
  const done: string[] = [];
  const step = (name: string) => async () => void done.push(name);
  const stop = stopper({
    drain: step('drained'),
    stopWorkers: step('jobs given back'),
    closeDatabase: step('closed'),
    exit: (status) => void done.push(`exit ${status}`),
    report: (error) => void done.push(String(error)),
    milliseconds: 10_000,
    ...changes,
  });
  return { done, stop };
}

it('closes the database only when the last request is answered', async () => {
  const drained = Promise.withResolvers<void>();
  const { done, stop } = setUp({ drain: () => drained.promise });
  stop();
  await vi.advanceTimersByTimeAsync(9_999);
  expect(done).toEqual(['jobs given back']);
  drained.resolve();
  await vi.advanceTimersByTimeAsync(0);
  expect(done).toEqual(['jobs given back', 'closed', 'exit 0']);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(done).toHaveLength(3);
});

it('ends at once when it is asked a second time', () => {
  const { done, stop } = setUp({ drain: () => new Promise(() => {}) });
  stop();
  stop();
  expect(done.at(-1)).toBe('exit 143');
});

it('ends when the time is up, and says so', async () => {
  const { done, stop } = setUp({ drain: () => new Promise(() => {}) });
  stop();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(done).toEqual(['jobs given back', 'Error: still busy after 10000 ms', 'exit 143']);
});

it('ends with a failure where the database cannot be closed', async () => {
  const { done, stop } = setUp({ closeDatabase: () => Promise.reject(new Error('gone')) });
  stop();
  await vi.advanceTimersByTimeAsync(0);
  expect(done).toEqual(['drained', 'jobs given back', 'Error: gone', 'exit 1']);
});
