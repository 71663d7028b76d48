import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isAllowed, productionLicences, unexplained } from './licences';
import type { LockFile } from './lock-file';

const at = (path: string) => new URL(`../../${path}`, import.meta.url);
const lock: LockFile = JSON.parse(readFileSync(at('package-lock.json'), 'utf8'));

describe('the licences of what a deployment holds', () => {
  it('are permissive, or explained', () => {
    expect(unexplained(productionLicences(lock))).toEqual([]);
  });

  it('are named in NOTICE where they need explaining', () => {
    const notice = readFileSync(at('NOTICE'), 'utf8');
    const explained = productionLicences(lock).filter(({ why }) => why !== undefined);
    const missing = explained.filter(
      ({ name }) =>
        !notice.includes(
          name.replace(/^@img\/sharp-.*/, '@img/sharp').replace(/^lightningcss-.*/, 'lightningcss'),
        ),
    );
    expect(missing).toEqual([]);
  });

  it('leave out development, and catch a copyleft package', () => {
    const packages = {
      '': {},
      'node_modules/a': { version: '1.0.0', license: 'GPL-3.0-only' },
      'node_modules/a/node_modules/b': { version: '2.0.0', license: 'MIT' },
      'node_modules/c': { version: '1.0.0', license: 'GPL-3.0-only', dev: true },
      'node_modules/d': { version: '1.0.0' },
    };
    const found = productionLicences({ packages });
    expect(found.map(({ name }) => name)).toEqual(['a', 'b', 'd']);
    expect(unexplained(found)).toEqual([
      { name: 'a', version: '1.0.0', licence: 'GPL-3.0-only' },
      { name: 'd', version: '1.0.0', licence: 'none' },
    ]);
  });

  it.each([
    ['MIT', true],
    ['(MIT OR GPL-3.0-only)', true],
    ['Apache-2.0 AND MIT', true],
    ['Apache-2.0 AND LGPL-3.0-or-later', false],
    ['(EDL-1.0 OR EPL-1.0)', false],
  ])('%s is allowed: %s', (expression, expected) => {
    expect(isAllowed(expression)).toBe(expected);
  });
});
