import { describe, expect, it } from 'vitest';
import { LOCALES, localeOf } from './locale';
import { messagesOf } from './messages';

type Tree = { readonly [key: string]: string | Tree };

function texts(tree: Tree, prefix = ''): [key: string, text: string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[prefix + key, value]] : texts(value, `${prefix}${key}.`),
  );
}

/** Names of the values that a text takes. */
function placeholders(text: string): string[] {
  return [...text.matchAll(/\{(\w+)[,}]/g)].map(([, name]) => name!).sort();
}

describe('messages', () => {
  it('has the same texts in every language', async () => {
    const [zh, en] = await Promise.all(LOCALES.map(messagesOf));
    expect(
      texts(en!)
        .map(([key]) => key)
        .sort(),
    ).toEqual(
      texts(zh!)
        .map(([key]) => key)
        .sort(),
    );
  });

  it('takes the same values in every language', async () => {
    const [zh, en] = await Promise.all(LOCALES.map(messagesOf));
    const english = new Map(texts(en!));
    for (const [key, text] of texts(zh!)) {
      const unique = (of: string) => [...new Set(placeholders(of))];
      expect([key, unique(english.get(key) ?? '')]).toEqual([key, unique(text)]);
    }
  });

  it('leaves nothing untranslated', async () => {
    const en = await messagesOf('en');
    const chinese = texts(en).filter(
      ([key, text]) => /\p{Script=Han}/u.test(text) && key !== 'top.languageOther',
    );
    expect(chinese).toEqual([]);
  });
});

describe('localeOf', () => {
  it('falls back to Chinese', () => {
    expect([localeOf('en'), localeOf('fr'), localeOf(undefined)]).toEqual(['en', 'zh-CN', 'zh-CN']);
  });
});
