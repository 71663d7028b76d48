import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ownPath } from './own-path';
import { faultOfPassword, MINIMUM_PASSWORD_LENGTH } from './password';
import { isUsername, normaliseUsername } from './username';

describe('user names', () => {
  it.each([
    ['Wang.Li', 'wang.li'],
    ['  ＷＡＮＧ ', 'wang'],
    ['王力', '王力'],
  ])('%s is kept as %s', (typed, kept) => {
    expect(normaliseUsername(typed)).toBe(kept);
    expect(isUsername(kept)).toBe(true);
  });

  it.each([
    '',
    'a',
    '.wang',
    'wang.',
    'wang li',
    'a@b',
    '<b>x</b>',
    "x' OR 1=1",
    `a${'b'.repeat(64)}`,
  ])('%j is none', (name) => {
    expect(isUsername(normaliseUsername(name))).toBe(false);
  });

  it('normalises once and for all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const once = normaliseUsername(text);
        expect(normaliseUsername(once).normalize('NFC')).toBe(once.normalize('NFC'));
      }),
      { examples: [['ﬁsh'], ['Straße']] },
    );
  });
});

describe('passwords', () => {
  it.each([
    ['short', 'tooShort'],
    ['长长长长长长长长长', 'tooShort'],
    ['x'.repeat(129), 'tooLong'],
    ['wang.li123', 'likeName'],
    ['Wang.Li2024!!', 'likeName'],
    ['wang.liwang.li', 'likeName'],
    ['1234567890', 'common'],
    ['Password2024!', 'common'],
    ['P@ssw0rd123', 'common'],
    ['woaini1314520', 'common'],
    ['aaaaaaaaaaaa', 'common'],
    ['abababababab', 'common'],
    ['zhantu123456', 'common'],
  ])('%s is refused: %s', (password, fault) => {
    expect(faultOfPassword(password, 'wang.li')).toBe(fault);
  });

  it.each(['correct horse battery', '战前战时战后都要记得', 'Tr4mway-quiet-lake'])(
    '%s may be one',
    (good) => {
      expect(faultOfPassword(good, 'wang.li')).toBeUndefined();
    },
  );

  it('refuses whatever is too short, whatever it is made of', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 9 }), (text) => {
        fc.pre([...text].length < MINIMUM_PASSWORD_LENGTH);
        expect(faultOfPassword(text, 'wang')).toBe('tooShort');
      }),
    );
  });
});

describe('where a sign-in leads to', () => {
  it.each(['/', '/account', '/?jurisdiction=330784&month=2024-05', '/admin/users?q=a%2Fb#top'])(
    '%s stays',
    (path) => {
      expect(ownPath(path)).toBe(path);
    },
  );

  it.each([
    null,
    undefined,
    '',
    'account',
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n//evil.example',
    'javascript:alert(1)',
    '///evil.example',
    '/.//evil.example',
    '/a/..//evil.example',
  ])('%j leads home', (path) => {
    expect(ownPath(path)).toBe('/');
  });

  it('never leads to another host', () => {
    const piece = fc.constantFrom(
      '/',
      '\\',
      '.',
      '..',
      '@',
      ':',
      '?',
      '#',
      'evil.example',
      '%2f',
      '%5c',
      '\t',
      'a',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const landed = new URL(ownPath(pieces.join('')), 'https://map.example/sign-in');
        expect(landed.origin).toBe('https://map.example');
      }),
      { numRuns: 2000 },
    );
  });
});
