import { describe, expect, it, vi } from 'vitest';
import { SingleFlight } from './single-flight';

describe('SingleFlight', () => {
  it('asks once for all who ask meanwhile, and anew for who comes later', async () => {
    const flights = new SingleFlight<number>();
    let answers = 0;
    const ask = vi.fn(async () => ++answers);
    expect(await Promise.all([flights.run('a', ask), flights.run('a', ask)])).toEqual([1, 1]);
    expect(await flights.run('a', ask)).toBe(2);
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it('keeps what is asked under other names apart', async () => {
    const flights = new SingleFlight<string>();
    const both = ['a', 'b'].map((key) => flights.run(key, async () => key));
    expect(await Promise.all(both)).toEqual(['a', 'b']);
  });

  it('tells everybody who waits of a fault, and tries again for the next', async () => {
    const flights = new SingleFlight<number>();
    const fail = () => flights.run('a', () => Promise.reject(new Error('away')));
    const both = await Promise.allSettled([fail(), fail()]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await flights.run('a', async () => 3)).toBe(3);
  });
});
