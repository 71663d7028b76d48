import { describe, expect, it } from 'vitest';
import { TILE_LAYERS, tilePath, tileQuery } from './tiles';

const path = { layer: 'towns', z: '10', x: '853', y: '426' };
const query = { jurisdiction: '330784' };

describe('the address of a tile', () => {
  it.each(TILE_LAYERS)('takes the layer %s', (layer) => {
    expect(tilePath.parse({ ...path, layer })).toEqual({ layer, z: 10, x: 853, y: 426 });
  });

  it.each([
    { layer: 'crimes' },
    { z: '-1' },
    { z: '23' },
    { z: '1e1' },
    { z: '10.5' },
    { z: '' },
    { x: '1024' },
    { y: '1024' },
    { x: '0x10' },
    { y: '99999999999' },
    { y: '426.mvt' },
  ])('refuses %o', (wrong) => {
    expect(tilePath.safeParse({ ...path, ...wrong }).success).toBe(false);
  });

  it('says how far x and y go', () => {
    const { error } = tilePath.safeParse({ ...path, z: '2', x: '4', y: '0' });
    expect(error?.issues[0]?.message).toBe('x and y must be below 4 at zoom 2');
  });
});

describe('the parameters of a tile', () => {
  it('takes months, run and kind', () => {
    const all = { ...query, run: '12', from: '2020-01', to: '2020-12', kind: 'theft' };
    expect(tileQuery.parse(all)).toEqual(all);
  });

  it.each([
    { jurisdiction: undefined },
    { jurisdiction: '33078' },
    { jurisdiction: "330784'" },
    { month: '2020-13' },
    { month: '2020-1' },
    { run: '0' },
    { run: '-1' },
    { run: '99999999999999999999' },
    { kind: '' },
  ])('refuses %o', (wrong) => {
    expect(tileQuery.safeParse({ ...query, ...wrong }).success).toBe(false);
  });

  it('refuses a month beside a range, and a range that ends before it begins', () => {
    expect(tileQuery.safeParse({ ...query, month: '2020-01', from: '2020-01' }).success).toBe(
      false,
    );
    expect(tileQuery.safeParse({ ...query, from: '2020-02', to: '2020-01' }).success).toBe(false);
  });
});
