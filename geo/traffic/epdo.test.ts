import { expect, it } from 'vitest';
import { epdo } from './epdo';

it('weighs crashes by what they cost', () => {
  // By hand: 2·542 + 3·29 + 4·11 + 5·1.
  expect(epdo({ fatal: 2, serious: 3, slight: 4, damage: 5 })).toBe(1220);
  expect(epdo({ fatal: 0, serious: 0, slight: 0, damage: 0 })).toBe(0);
});

it('takes other weights', () => {
  const flanders = { fatal: 5, serious: 3, slight: 1, damage: 0 };
  expect(epdo({ fatal: 1, serious: 2, slight: 4, damage: 9 }, flanders)).toBe(15);
});
