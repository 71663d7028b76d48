import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neighbours } from '../grid/neighbours';
import {
  column,
  hasSharedGolden,
  latticeNeighbours,
  readSharedGolden,
  readSharedText,
  SHARED_GOLDEN_NOTE,
} from '../testing/golden';
import { globalAutocorrelation } from './global-autocorrelation';

describe('globalAutocorrelation', () => {
  it.skipIf(!hasSharedGolden).each(['square', 'hex'] as const)(
    `agrees with R spdep on a %s lattice, as far as it is printed${SHARED_GOLDEN_NOTE}`,
    (shape) => {
      const name = `${shape === 'hex' ? 'hex' : 'sq'}250_100k`;
      const rows = readSharedGolden(`grid_${name}.csv`);
      const { moranI, gearyC, getisOrdG } = globalAutocorrelation(
        column(rows, 'n'),
        latticeNeighbours(rows, shape),
      );
      const line = readSharedText('global_stats.txt')
        .split('\n')
        .find((text) => text.startsWith(name));
      const theirs = [...(line ?? '').matchAll(/ (-?[\d.e-]+)(?= |$)/g)].map(([, figure]) =>
        Number(figure),
      );
      const ours = [
        moranI.value,
        moranI.expected,
        moranI.z,
        getisOrdG.value,
        getisOrdG.expected,
        getisOrdG.z,
        gearyC.value,
        gearyC.z,
      ];
      // Theirs: I, E, Var, z, G, E, Var, z, C, z.
      const compared = theirs.filter((_, index) => index !== 2 && index !== 6);
      expect(compared).toHaveLength(ours.length);
      ours.forEach((figure, index) => {
        expect(figure! / compared[index]!).toBeCloseTo(1, 9);
      });
    },
  );

  const field = Array.from({ length: 30 }, (_, index) => ({
    i: index % 6,
    j: Math.floor(index / 6),
  }));
  const around = neighbours('square', field);

  it('does not change with the unit, nor with the order of the rows', () => {
    const counts = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 30, maxLength: 30 });
    const orders = fc.shuffledSubarray([...field.keys()], { minLength: 30 });
    fc.assert(
      fc.property(counts, orders, (values, order) => {
        fc.pre(new Set(values).size > 1);
        const found = globalAutocorrelation(Float64Array.from(values), around);
        const turned = globalAutocorrelation(
          Float64Array.from(order, (cell) => 8 * values[cell]!),
          neighbours(
            'square',
            order.map((cell) => field[cell]!),
          ),
        );
        for (const name of ['moranI', 'gearyC', 'getisOrdG'] as const) {
          expect(turned[name].value).toBeCloseTo(found[name].value, 9);
          expect(turned[name].z).toBeCloseTo(found[name].z!, 6);
        }
      }),
    );
  });

  it('finds like beside like, and cannot tell of a constant or empty field', () => {
    const slope = globalAutocorrelation(
      Float64Array.from(field, ({ i }) => i),
      around,
    );
    expect(slope.moranI.z).toBeGreaterThan(3);
    expect(slope.gearyC.z).toBeGreaterThan(3);
    for (const level of [0, 7]) {
      const { moranI, gearyC, getisOrdG } = globalAutocorrelation(
        new Float64Array(30).fill(level),
        around,
      );
      expect([moranI.z, gearyC.z, getisOrdG.z]).toEqual([null, null, null]);
    }
  });

  it('refuses too few cells, rows that do not fit, a cell alone', () => {
    const lonely = neighbours('square', [...field.slice(0, 4), { i: 90, j: 90 }]);
    expect(() => globalAutocorrelation(new Float64Array(5), lonely)).toThrow('no neighbours');
    expect(() => globalAutocorrelation(new Float64Array(4), around)).toThrow(RangeError);
    expect(() => globalAutocorrelation(new Float64Array(3), around)).toThrow(RangeError);
  });
});
