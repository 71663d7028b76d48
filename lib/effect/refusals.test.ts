import { describe, expect, it } from 'vitest';
import { messagesOf } from '@/lib/i18n/messages';
import { newEffect } from '@/lib/validation/effect';
import { effectRefusalOf } from './refusals';

const GOOD = {
  ...{ jurisdiction: '330784', name: '四月', campaign: null, kinds: null, note: null },
  ...{ origins: ['citizen'], ringMetres: 500, acceptsLate: false },
  ...{ treatedTowns: ['a'], controlTowns: ['b'] },
  before: { from: '2019-04', to: '2020-03' },
  during: { from: '2020-04', to: '2020-04' },
};

describe('effectRefusalOf', () => {
  it.each<[string, object]>([
    ['name', { name: ' ' }],
    ['name', { name: 'x'.repeat(101) }],
    ['treatedTowns', { treatedTowns: [] }],
    ['controlTowns', { controlTowns: [] }],
    ['before', { before: { from: '2020-03', to: '2019-04' } }],
    ['before', { before: { from: '', to: '' } }],
    ['during', { during: { from: '2020-03', to: '2020-04' } }],
    ['kinds', { kinds: [''] }],
    ['origins', { origins: [] }],
    ['ringMetres', { ringMetres: 10_001 }],
    ['ringMetres', { ringMetres: null }],
    ['note', { note: 'x'.repeat(2001) }],
  ])('says what is wrong of %s, in both languages', async (refusal, change) => {
    const { error } = newEffect.safeParse({ ...GOOD, ...change });
    const paths = error?.issues.map(({ path }) => path.join('.')) ?? [];
    expect(effectRefusalOf(null, paths)).toBe(refusal);
    for (const locale of ['zh-CN', 'en'] as const)
      expect((await messagesOf(locale)).effectPage.refusal).toHaveProperty(refusal);
  });

  it('takes a code before a path, and knows nothing of others', () => {
    expect(effectRefusalOf('EFFECT_LATE', [])).toBe('EFFECT_LATE');
    expect(effectRefusalOf('SOMETHING', ['else'])).toBeUndefined();
    expect(newEffect.safeParse(GOOD).success).toBe(true);
  });
});
