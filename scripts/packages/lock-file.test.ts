import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { completeLock, type LockFile, missingOptionals, platformOf } from './lock-file';

describe('the lock file', () => {
  it('has an entry for every optional package, else `npm ci` refuses it: run `npm run lock:complete`', () => {
    const file = new URL('../../package-lock.json', import.meta.url);
    const lock: LockFile = JSON.parse(readFileSync(file, 'utf8'));
    expect([...missingOptionals(lock).keys()]).toEqual([]);
  });

  it('is completed with what is missing, and only with that', () => {
    const lock: LockFile = {
      packages: {
        '': {},
        'node_modules/tool': {
          dev: true,
          optionalDependencies: { 'tool-linux-x64': '1.0.0', 'tool-win32-x64': '1.0.0' },
        },
        'node_modules/tool-linux-x64': { version: '1.0.0', dev: true, optional: true },
      },
    };
    expect(completeLock(lock)).toEqual(['tool-win32-x64']);
    expect(lock.packages['node_modules/tool-win32-x64']).toEqual({
      version: '1.0.0',
      dev: true,
      optional: true,
      os: ['win32'],
      cpu: ['x64'],
    });
    expect(completeLock(lock)).toEqual([]);
  });

  it('is not completed with a range of versions, which an entry cannot hold', () => {
    const tool = { optionalDependencies: { 'tool-win32-x64': '^1.0.0' } };
    expect(() => completeLock({ packages: { 'node_modules/tool': tool } })).toThrow(
      'tool-win32-x64@^1.0.0 names no exact version',
    );
  });
});

describe('the platform of a package of binaries', () => {
  it.each([
    ['@next/swc-linux-x64-musl', { os: ['linux'], cpu: ['x64'], libc: ['musl'] }],
    ['@swc/core-linux-s390x-gnu', { os: ['linux'], cpu: ['s390x'], libc: ['glibc'] }],
    ['@oxc-parser/binding-linux-arm-musleabihf', { os: ['linux'], cpu: ['arm'], libc: ['musl'] }],
    ['@biomejs/cli-darwin-arm64', { os: ['darwin'], cpu: ['arm64'] }],
    ['@swc/core-win32-ia32-msvc', { os: ['win32'], cpu: ['ia32'] }],
  ])('is told by its name: %s', (name, platform) => {
    expect(platformOf(name)).toEqual(platform);
  });

  it('is not guessed', () => {
    expect(() => platformOf('left-pad')).toThrow('cannot tell the platform of left-pad');
  });
});
