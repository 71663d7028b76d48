import { readFileSync } from 'node:fs';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { readBoundary } from '@/lib/server/check-boundary';
import { ownerDatabase } from '@/lib/server/database';
import { boxPolygon, createJurisdiction, listAllJurisdictions } from '@/lib/server/jurisdictions';
import { UsageError, UserError } from '@/lib/user-error';
import { numberAtLeast, readEpsg } from './option-values';

type CreateOptions = {
  code: string;
  name: string;
  bbox?: [number, number, number, number];
  boundary?: string;
  crs?: number;
  timezone?: string;
  cell?: number;
  shape?: 'square' | 'hex';
  buffer?: number;
  json?: true;
};

/** `zhantu jurisdiction create|list`. */
export function registerJurisdiction(program: Command): void {
  const jurisdiction = program.command('jurisdiction').description('create and list jurisdictions');
  jurisdiction
    .command('create')
    .description('create a jurisdiction with its boundary and analysis cells')
    .requiredOption('--code <adcode>', 'six digits', readCode)
    .requiredOption('--name <name>')
    .option('--bbox <W,S,E,N>', 'boundary as a box in degrees', readBox)
    .option('--boundary <file>', 'boundary as GeoJSON polygons in degrees')
    .option(
      '--crs <EPSG:n>',
      'metric CRS of the cells (default: CGCS2000 3-degree in China, else UTM)',
      readEpsg,
    )
    .option(
      '--timezone <zone>',
      'IANA zone of its months (default: Asia/Shanghai in China, else UTC)',
    )
    .option('--cell <metres>', 'cell size, 20 to 20000 (default: 250)', numberAtLeast(20))
    .addOption(
      new Option('--shape <shape>', 'cell shape (default: square)').choices(['square', 'hex']),
    )
    .option(
      '--buffer <metres>',
      'how far outside the boundary a place is still taken (default: 1000)',
      numberAtLeast(0),
    )
    .option('--json', 'print the result as JSON')
    .action(create);
  jurisdiction
    .command('list')
    .description('list the jurisdictions')
    .option('--json', 'print them as JSON')
    .action(list);
}

async function create(options: CreateOptions): Promise<void> {
  if ((options.bbox === undefined) === (options.boundary === undefined))
    throw new UsageError(
      'give the boundary either by --bbox W,S,E,N or by --boundary FILE.geojson',
    );
  if (options.cell !== undefined && options.cell > 20_000)
    throw new UsageError('--cell is at most 20000 metres');
  const polygons = options.bbox ? [boxPolygon(options.bbox)] : boundaryOf(options.boundary ?? '');
  const { notes, ...created } = await createJurisdiction(await ownerDatabase(), {
    code: options.code,
    name: options.name,
    polygons,
    metricSrid: options.crs,
    timezone: options.timezone,
    cellSizeMetres: options.cell,
    cellShape: options.shape,
    bufferMetres: options.buffer,
  });
  for (const note of notes) console.error(`note: ${note}`);
  if (options.json) console.log(JSON.stringify(created));
  else
    console.log(
      `created ${created.code} ${created.name}: ${created.cells.toLocaleString('en')} cells`,
    );
}

async function list({ json }: { json?: true }): Promise<void> {
  const all = await listAllJurisdictions(await ownerDatabase());
  if (json) return console.log(JSON.stringify(all));
  for (const { code, name, timezone, metricSrid, lattice, cells } of all)
    console.log(
      [
        code,
        name,
        timezone,
        `EPSG:${metricSrid}`,
        `${lattice.shape} ${lattice.sizeMetres} m`,
        cells,
      ].join('\t'),
    );
}

function boundaryOf(file: string) {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UserError(`cannot read ${file}: ${(error as Error).message}`);
  }
  return readBoundary(text, file);
}

function readCode(text: string): string {
  if (/^[0-9]{6}$/.test(text)) return text;
  throw new InvalidArgumentError('A code is six digits, such as 330784.');
}

function readBox(text: string): [number, number, number, number] {
  const [west, south, east, north, more] = text
    .split(',')
    .map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  if (more === undefined && [west, south, east, north].every((each) => Number.isFinite(each)))
    return [west ?? 0, south ?? 0, east ?? 0, north ?? 0];
  throw new InvalidArgumentError('A box is W,S,E,N: four numbers in degrees.');
}
