/**
 * `npm run lock:complete`: adds to package-lock.json the optional packages of other platforms that `npm install`
 * left out. npm writes only those that the registry in use answers for; a mirror that holds one platform yields a
 * lock file that `npm ci` then refuses everywhere.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { completeLock, type LockFile } from './packages/lock-file';

const file = new URL('../package-lock.json', import.meta.url);
const lock: LockFile = JSON.parse(readFileSync(file, 'utf8'));
const added = completeLock(lock);
if (added.length > 0) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added.length} packages added to package-lock.json`);
for (const name of added) console.log(`  ${name}`);
