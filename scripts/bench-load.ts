/** `npm run bench:load`: many people on the built application at once, and how long each waits. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { openEmbedded } from '@/db/embedded/open';
import { migrateToLatest } from '@/db/migrate';
import { openPostgres } from '@/db/postgres';
import { startThrowawayPostgres, type ThrowawayPostgres } from '@/db/testing/throwaway-postgres';
import { randomStream } from '@/geo/random/random-stream';
import { demoCity } from '@/lib/demo/city';
import { toDegrees } from '@/lib/demo/plane';
import { DEMO_PEOPLE } from '@/lib/server/access/demo-people';
import { LAYER_ACTIONS } from '@/lib/server/access/layer-actions';
import { can } from '@/lib/server/access/permissions';
import { DEMO_CODE } from '@/lib/server/demo/demo-jurisdiction';
import { writeDemo } from '@/lib/server/demo/write-demo';
import { loadReport } from './bench/load/report';
import { Samples } from './bench/load/samples';
import { type LoadServer, startLoadServer } from './bench/load/server';
import { type PauseSeconds, Visitor } from './bench/load/visitor';
import { ScratchDatabases } from './bench/scratch-databases';
import { wholeNumber } from './commands/option-values';
import { buildNext, whyBuild } from './demo/next-build';

type Options = {
  users: number;
  seconds: number;
  size: number;
  seed: number;
  backend: 'postgres' | 'embedded';
  write?: true;
};

const ROOT = join(import.meta.dirname, '..');
/** What the map draws when it opens. */
const LAYERS = ['outline', 'towns', 'water', 'roads', 'hotspots', 'patrol_zones'] as const;
const IDLE_SECONDS = 15;
const PAUSE_SECONDS: PauseSeconds = [3, 20];
/** How many come in at a time. */
const DOORS = 4;
/** Where people look. */
const places = demoCity(1).villages.map(({ at }) => toDegrees(at));

const options = new Command('bench:load')
  .description('lets many people use the map at once, on a server and a database of its own')
  .option('--users <n>', 'people at once', wholeNumber(1, 5000), 200)
  .option('--seconds <n>', 'for how long', wholeNumber(5, 3600), 60)
  .option('--size <n>', 'incidents of the demo city', wholeNumber(1000, 1_000_000), 100_000)
  .option('--seed <n>', 'another seed, another course', wholeNumber(0, 2 ** 31), 1)
  .addOption(new Option('--backend <name>').choices(['postgres', 'embedded']).default('postgres'))
  .option('--write', 'write docs/load.md as well')
  .parse()
  .opts<Options>();

const folder = mkdtempSync(join(tmpdir(), 'zhantu-load-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const why = whyBuild(ROOT);
if (why) {
  console.error(`building: ${why}`);
  await buildNext(ROOT);
}
const postgres = options.backend === 'postgres' ? await startPostgres() : undefined;
try {
  const settings = postgres ? await prepareServer(postgres) : await prepareEmbedded();
  const server = await startLoadServer({
    ...settings,
    ZHANTU_HOME: folder,
    ZHANTU_DEMO: '1',
    ZHANTU_SECRET: randomBytes(32).toString('hex'),
    ZHANTU_TRUSTED_PROXIES: '127.0.0.1,::1',
  });
  await measure(server);
  await server.stop();
} finally {
  await postgres?.stop();
}

async function measure(server: LoadServer): Promise<void> {
  const { users, seconds, size, backend } = options;
  const idle = new Samples();
  await stay([await welcome(server.origin, 0, idle)], IDLE_SECONDS, [0, 1]);
  console.error(`${users} users come`);
  const many = await welcomeAll(server.origin, users);
  const loaded = new Samples();
  for (const each of many) each.samples = loaded;
  console.error(`${users} users stay for ${seconds} s`);
  await stay(many, seconds, PAUSE_SECONDS);
  const machine = `${cpus().length} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), Node ${process.versions.node}`;
  const peakMegabytes = server.peakMegabytes();
  const text = loadReport({
    machine,
    backend,
    incidents: size,
    users,
    seconds,
    peakMegabytes,
    idle,
    loaded,
  });
  console.log(text);
  if (options.write) writeDocument(text);
  if (loaded.errors > 0) process.exitCode = 1;
}

async function stay(
  people: readonly Visitor[],
  seconds: number,
  pause: PauseSeconds,
): Promise<void> {
  const until = performance.now() + seconds * 1000;
  await Promise.all(people.map((each) => each.stay(until, pause)));
}

/** Everybody, a few at a time: a city does not open its maps in the same second. */
async function welcomeAll(origin: string, count: number): Promise<Visitor[]> {
  const arriving = new Samples();
  const indices = Array.from({ length: count }, (_, index) => index + 1);
  const people: Visitor[] = [];
  const next = async (): Promise<void> => {
    for (let index = indices.shift(); index !== undefined; index = indices.shift())
      people.push(await welcome(origin, index, arriving));
  };
  await Promise.all(Array.from({ length: DOORS }, next));
  if (arriving.errors > 0) throw new Error(`on arrival: ${[...arriving.faults.keys()].join('; ')}`);
  return people;
}

/** Somebody who has signed in, as one of the demo's six by turns, from an address of their own, and opened the map. */
async function welcome(origin: string, index: number, samples: Samples): Promise<Visitor> {
  const person = DEMO_PEOPLE[index % DEMO_PEOPLE.length];
  if (!person) throw new RangeError('nobody to sign in');
  const visitor = new Visitor(
    {
      origin,
      jurisdiction: DEMO_CODE,
      cookie: await signIn(origin, person.username, index),
      layers: LAYERS.filter((layer) => can(person, LAYER_ACTIONS[layer])),
      isPolice: can(person, 'evidence.view'),
      places,
      random: randomStream(options.seed, `load/${index}`),
    },
    samples,
  );
  await visitor.arrive();
  return visitor;
}

async function signIn(origin: string, username: string, index: number): Promise<string> {
  const answer = await fetch(`${origin}/api/auth/sign-in/demo`, {
    method: 'POST',
    headers: {
      origin,
      'content-type': 'application/json',
      'x-forwarded-for': `10.0.${Math.floor(index / 250)}.${(index % 250) + 1}`,
    },
    body: JSON.stringify({ username }),
  });
  if (!answer.ok) throw new Error(`signing in answered ${answer.status}: ${await answer.text()}`);
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0])
    .join('; ');
}

async function startPostgres(): Promise<ThrowawayPostgres> {
  const server = await startThrowawayPostgres();
  if (server) return server;
  console.error('bench:load needs PostgreSQL with PostGIS, or --backend embedded');
  process.exit(1);
}

async function prepareServer({ url }: ThrowawayPostgres): Promise<Record<string, string>> {
  const databases = new ScratchDatabases(url);
  await databases.create('load');
  const database = openPostgres({ url: databases.url('load'), poolSize: 1 });
  await migrateToLatest(database.db);
  await writeDemo(database, { size: options.size, seed: 1 });
  await database.close();
  return { DATABASE_URL: databases.url('load') };
}

async function prepareEmbedded(): Promise<Record<string, string>> {
  const database = await openEmbedded({ home: folder });
  await migrateToLatest(database.db);
  await writeDemo(database, { size: options.size, seed: 1 });
  await database.close();
  return {};
}

function writeDocument(text: string): void {
  const words = process.argv.slice(2).join(' ');
  const today = new Date().toISOString().slice(0, 10);
  const head = `# Load\n\nWritten by \`npm run bench:load -- ${words}\` on ${today}. Each user has opened the map before the time begins; then changes the month, moves about, looks at hotspots and jobs, and pauses 3 to 20 s in between, as somebody does who reads: who waits longer asks less. The users come in before, four at a time; that is not measured. What they do next the seed decides; six tiles at a time, as a browser does, and with the ETag of what it has. An error is a status of 400 or more, or a broken connection.`;
  writeFileSync(join(ROOT, 'docs/load.md'), `${head}\n\n${text}\n`);
}
