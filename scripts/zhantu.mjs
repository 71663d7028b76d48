#!/usr/bin/env node
// The `zhantu` command wherever it is called from: the packaged Node runs scripts/zhantu.ts with the caller's folder kept.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const packaged = at('../node_modules/node/bin/node');
const node = existsSync(packaged) ? packaged : process.execPath;
const tsx = import.meta.resolve('tsx');
const args = [
  '--conditions=react-server',
  '--import',
  tsx,
  at('./zhantu.ts'),
  ...process.argv.slice(2),
];
const { status, signal } = spawnSync(node, args, {
  stdio: 'inherit',
  env: { TSX_TSCONFIG_PATH: at('../tsconfig.json'), ...process.env },
});
if (signal) process.kill(process.pid, signal);
process.exit(status ?? 1);
