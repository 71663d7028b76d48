import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { TileCache } from './tile-cache';

const tile = (length: number) => new Uint8Array(length).fill(7);

describe('TileCache', () => {
  it('makes a tile once, also for those who ask while it is being made', async () => {
    const cache = new TileCache(100_000);
    const make = vi.fn(async () => tile(10));
    const answers = await Promise.all([cache.read('a', make), cache.read('a', make)]);
    answers.push(await cache.read('a', make));
    expect(make).toHaveBeenCalledTimes(1);
    expect(new Set(answers).size).toBe(1);
  });

  it('does not keep what failed, and tells everybody who waited', async () => {
    const cache = new TileCache(100_000);
    const fail = () => Promise.reject(new Error('the database is away'));
    const both = await Promise.allSettled([cache.read('a', fail), cache.read('a', fail)]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await cache.read('a', async () => tile(3))).toHaveLength(3);
  });

  it('lets the one go that was not asked for longest', async () => {
    const cache = new TileCache(3 * 1300);
    const make = vi.fn(async () => tile(1000));
    for (const key of ['a', 'b', 'c', 'a', 'd']) await cache.read(key, make);
    expect(make).toHaveBeenCalledTimes(4);
    await cache.read('a', make);
    await cache.read('c', make);
    expect(make).toHaveBeenCalledTimes(4);
    await cache.read('b', make);
    expect(make).toHaveBeenCalledTimes(5);
  });

  it('gives the bytes of the key that was asked for, however little it may keep', async () => {
    const keys = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(keys, fc.nat(4000), async (asked, maximum) => {
        const cache = new TileCache(maximum);
        for (const key of asked)
          expect(await cache.read(`${key}`, async () => tile(key * 100))).toEqual(tile(key * 100));
      }),
    );
  });
});
