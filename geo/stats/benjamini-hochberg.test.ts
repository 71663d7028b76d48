import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  column,
  hasSharedGolden,
  largestDifference,
  readSharedGolden,
  SHARED_GOLDEN_NOTE,
} from '../testing/golden';
import { benjaminiHochberg } from './benjamini-hochberg';
import { twoSidedP } from './normal';

const chances = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
  minLength: 1,
  maxLength: 40,
});

describe('benjaminiHochberg', () => {
  it.skipIf(!hasSharedGolden).each([
    ['gistar_p_fdr_sq250_100k.csv', 'z', 'p_bh'],
    ['gistar_p_fdr_hex250_100k.csv', 'z', 'p_bh'],
    ['memphis2019_500m_gistar_localmoran_spdep.csv', 'gistar_z', 'p_bh'],
  ])(`agrees with R p.adjust from the z of %s to 1e-7${SHARED_GOLDEN_NOTE}`, (file, z, q) => {
    const rows = readSharedGolden(file);
    const found = benjaminiHochberg(column(rows, z).map(twoSidedP));
    expect(largestDifference(found, column(rows, q))).toBeLessThan(1e-7);
  });

  it('follows the definition', () => {
    expect([...benjaminiHochberg(Float64Array.of(0.04, 0.01, 0.03, 0.5))]).toEqual([
      expect.closeTo(0.16 / 3, 12),
      0.04,
      expect.closeTo(0.16 / 3, 12),
      0.5,
    ]);
  });

  it('never falls below p, never passes 1, and keeps the order of p', () => {
    fc.assert(
      fc.property(chances, (p) => {
        const q = benjaminiHochberg(Float64Array.from(p));
        p.forEach((chance, index) => {
          expect(q[index]).toBeGreaterThanOrEqual(chance * (1 - 1e-12));
          expect(q[index]).toBeLessThanOrEqual(1);
          p.forEach((other, position) => {
            if (chance <= other) expect(q[index]).toBeLessThanOrEqual(q[position]!);
          });
        });
      }),
    );
  });
});
