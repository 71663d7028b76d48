import { describe, expect, it } from 'vitest';
import { messagesOf } from '@/lib/i18n/messages';
import { EFFECT_NOTES, EFFECT_REASONS, EFFECT_VERDICTS } from './words';

describe.each(['en', 'zh-CN'] as const)('the words of an effect in %s', (locale) => {
  it('are there for every verdict, reason and note, and for no other', async () => {
    const { effect } = await messagesOf(locale);
    expect(Object.keys(effect.verdict).sort()).toEqual([...EFFECT_VERDICTS].sort());
    expect(Object.keys(effect.reason).sort()).toEqual([...EFFECT_REASONS].sort());
    expect(Object.keys(effect.note).sort()).toEqual([...EFFECT_NOTES].sort());
  });
});
