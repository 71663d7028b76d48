/**
 * `npm test`: every check and test, in order, on whatever this machine has. A failing stage does not stop the
 * next; the last line says how many passed, failed and were skipped.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPostgres } from '../db/testing/find-postgres';
import { browserVersion, findOrInstallBrowser } from './test/browser';
import {
  closingLine,
  FAILED,
  type Outcome,
  PASSED,
  skipped,
  skippedCount,
  total,
  withStatus,
} from './test/outcome';
import { readPlaywrightReport } from './test/playwright-report';
import { run } from './test/run';

const NO_POSTGRES =
  'no PostgreSQL server with PostGIS was found (Debian: apt-get install postgresql-15 postgresql-15-postgis-3)';

process.chdir(join(import.meta.dirname, '..'));
const reports = mkdtempSync(join(tmpdir(), 'zhantu-test-'));
const postgres = findPostgres();
const outcomes: Outcome[] = [];

try {
  await stage('Types', () => command('sh', ['-c', 'next typegen && tsc']));
  await stage('Format and lint', () => command('biome', ['ci', '.', '--max-diagnostics=50']));
  await stage('Imports point one way', () =>
    command('depcruise', ['app', 'lib', 'db', 'geo', 'scripts']),
  );
  await stage('Nothing unused', () => command('knip', []));
  await stage('Schema types are those of the migrations', checkSchema);
  await stage('Unit tests', () => vitest('unit'));
  const embedded = await stage('Database tests, embedded', () => vitest('db-embedded'));
  await stage(`Database tests, ${postgres?.version ?? 'PostgreSQL'}`, () => onPostgres(embedded));
  const build = await stage('Build', () => command('next', ['build']));
  await stage('Browser tests', () => browserTests(build.failed === 0));
} finally {
  rmSync(reports, { recursive: true, force: true });
}

const all = total(outcomes);
console.log();
// Told once more at the end: what a stage printed is a thousand lines up by now.
for (const failure of all.failures) console.log(`failed: ${failure.split('\n', 1)[0]}`);
for (const { name, reason, count } of all.skipped)
  console.log(`skipped${count > 1 ? ` ${count} tests` : ''}: ${name}: ${reason}`);
console.log(closingLine(all));
process.exitCode = all.failed > 0 ? 1 : 0;

async function stage(title: string, work: () => Promise<Outcome>): Promise<Outcome> {
  console.log(`\n=== ${title} ===`);
  const started = performance.now();
  const outcome = await work();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`--- ${title}: ${closingLine(outcome)}, ${seconds} s`);
  const failures =
    outcome.failed > 0 && outcome.failures.length === 0 ? ['see above'] : outcome.failures;
  outcomes.push({ ...outcome, failures: failures.map((failure) => `${title}: ${failure}`) });
  return outcome;
}

async function command(program: string, args: readonly string[]): Promise<Outcome> {
  return (await run(program, args)) === 0 ? PASSED : FAILED;
}

async function checkSchema(): Promise<Outcome> {
  if (!postgres) return skipped('db/schema.ts', NO_POSTGRES);
  return command('tsx', ['scripts/db-types.ts', '--verify']);
}

async function vitest(project: string): Promise<Outcome> {
  const file = join(reports, `${project}.json`);
  const reporters = ['--reporter=default', '--reporter=./scripts/test/vitest-reporter.ts'];
  const status = await run('vitest', ['run', '--project', project, ...reporters], {
    TEST_OUTCOME: file,
  });
  return withStatus(readReport<Outcome>(file), status);
}

/** The same files as on the embedded database: so many tests are left out where there is no server. */
async function onPostgres(embedded: Outcome): Promise<Outcome> {
  if (postgres) {
    console.log(`${postgres.version} in ${postgres.bin}`);
    return vitest('db-postgres');
  }
  const count = embedded.passed + embedded.failed + skippedCount(embedded);
  return skipped('database tests on PostgreSQL', NO_POSTGRES, count);
}

async function browserTests(isBuilt: boolean): Promise<Outcome> {
  if (!isBuilt) return skipped('browser tests', 'the build failed');
  const browser = await findOrInstallBrowser();
  if (browser.path === undefined) return skipped('browser tests', browser.reason);
  console.log(`${browserVersion(browser.path)} from ${browser.found}: ${browser.path}`);
  const file = join(reports, 'playwright.json');
  const status = await run('playwright', ['test', '--reporter=list,json'], {
    CHROMIUM_PATH: browser.path,
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
  });
  const report = readReport<Parameters<typeof readPlaywrightReport>[0]>(file);
  return withStatus(report && readPlaywrightReport(report), status);
}

function readReport<Report>(file: string): Report | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Report) : undefined;
}
