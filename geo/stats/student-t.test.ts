import { describe, expect, it } from 'vitest';
import { studentReach95, twoSidedStudentP } from './student-t';

describe('Student’s t', () => {
  // Printed tables of the 0.975 quantile.
  it.each([
    [1, 12.7062],
    [2, 4.3027],
    [3, 3.1824],
    [10, 2.2281],
    [11, 2.201],
    [30, 2.0423],
    [120, 1.9799],
    [5001, 1.9604],
  ])('with %i degrees of freedom stays within %d with 95 %%', (degrees, reach) => {
    expect(studentReach95(degrees)).toBeCloseTo(reach, 4);
    expect(twoSidedStudentP(studentReach95(degrees), degrees)).toBeCloseTo(0.05, 9);
  });

  it('has the closed forms of one and two degrees of freedom', () => {
    expect(twoSidedStudentP(1, 1)).toBeCloseTo(0.5, 12);
    expect(twoSidedStudentP(-1, 2)).toBeCloseTo(1 - 1 / Math.sqrt(3), 12);
    expect(twoSidedStudentP(0, 7)).toBe(1);
  });

  it.each([0, 1.5, -3, Number.NaN])('refuses %d degrees of freedom', (degrees) => {
    expect(() => twoSidedStudentP(1, degrees)).toThrow(RangeError);
  });
});
