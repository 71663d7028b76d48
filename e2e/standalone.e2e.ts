import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';

const folder = join(import.meta.dirname, '../.next/standalone');

test('what is shipped holds no data of whoever built it', () => {
  test.skip(!existsSync(folder), 'nothing was built beside this checkout');
  expect(readdirSync(folder).sort()).toEqual([
    '.next',
    'app',
    'db',
    'lib',
    'node_modules',
    'package.json',
    'server.js',
  ]);
});
