import type { Geometry } from 'geojson';
import Assembler from 'stream-json/assembler.js';
import { jsonParser } from 'stream-json/parser.js';
import { UserError } from '@/lib/user-error';
import { readText } from './read-text';
import type { SourceRow, SourceTable } from './types';

/** A feature so large would not fit in memory beside the rest; real boundaries have a hundredth of it. */
const LARGEST_FEATURE_TOKENS = 5_000_000;

type Member = Readonly<Record<string, unknown>>;
type Feature = { rowNumber: number; properties: Member; geometry: Geometry | null; raw: string };
type Options = { encoding: string | undefined; crs: number | undefined };

/**
 * Opens a GeoJSON FeatureCollection. Properties are the columns, by the names in the first features.
 *
 * @throws {UserError} for what is no FeatureCollection, or is in a CRS that no option names.
 */
export async function openGeoJson(path: string, options: Options): Promise<SourceTable> {
  const features = readFeatures(path, options);
  const first = await nextBatch(features);
  if (!first) throw new UserError(`${path} has no features.`);
  const header = headerOf(first);
  return { header, hasGeometry: true, batches: readRows(first, features, header) };
}

async function nextBatch(
  features: AsyncIterator<readonly Feature[]>,
): Promise<readonly Feature[] | undefined> {
  const next = await features.next();
  return next.done ? undefined : next.value;
}

async function* readRows(
  first: readonly Feature[],
  others: AsyncIterable<readonly Feature[]>,
  header: readonly string[],
): AsyncGenerator<readonly SourceRow[]> {
  const rowOf = ({ rowNumber, properties, geometry, raw }: Feature): SourceRow => {
    return { rowNumber, cells: header.map((name) => cellText(properties[name])), geometry, raw };
  };
  yield first.map(rowOf);
  for await (const batch of others) yield batch.map(rowOf);
}

function headerOf(features: readonly Feature[]): readonly string[] {
  const names = new Set<string>();
  for (const { properties } of features)
    for (const name of Object.keys(properties)) names.add(name);
  return [...names];
}

function cellText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** The features of each block of text that completes any. */
async function* readFeatures(path: string, options: Options): AsyncGenerator<readonly Feature[]> {
  const collection = collectFeatures(path, options.crs);
  let isFirst = true;
  for await (const block of readText(path, options.encoding)) {
    const features = collection.add(isFirst ? block.replace(/^\uFEFF/, '') : block);
    isFirst = false;
    if (features.length > 0) yield features;
  }
  collection.finish();
}

/** One assembler builds the document; finished features are taken out of it, so that it stays small. */
function collectFeatures(path: string, crs: number | undefined) {
  const tokenize = jsonParser({ streamValues: false });
  const document = new Assembler();
  let count = 0;
  let tokensInFeature = 0;
  let wasRead = false;

  function takeFeature(): Feature | undefined {
    if (document.stack.length !== 2 || document.stack[1] !== 'features') return undefined;
    if (!Array.isArray(document.current) || document.current.length === 0) return undefined;
    if (count === 0) refuseForeignCrs(path, document.stack[0], crs);
    count += 1;
    tokensInFeature = 0;
    return featureOf(document.current.pop(), count);
  }

  function add(block: string): readonly Feature[] {
    const features: Feature[] = [];
    for (const token of tokensOf(block, tokenize, path, count + 1)) {
      document.consume(token);
      if (++tokensInFeature > LARGEST_FEATURE_TOKENS) {
        throw new UserError(`${path}: feature ${count + 1} is too large. Simplify its geometry.`);
      }
      const feature = takeFeature();
      if (feature) features.push(feature);
      wasRead ||= document.done;
    }
    return features;
  }

  function finish(): void {
    if (!wasRead) {
      throw new UserError(`${path} ends in the middle, after feature ${count}. Fetch it again.`);
    }
    const { type, features } = memberOf(document.current);
    if (type !== 'FeatureCollection' || !Array.isArray(features)) {
      throw new UserError(`${path} is no GeoJSON FeatureCollection. Export it as one.`);
    }
    refuseForeignCrs(path, document.current, crs);
  }

  return { add, finish };
}

function tokensOf(
  block: string,
  tokenize: ReturnType<typeof jsonParser>,
  path: string,
  feature: number,
) {
  try {
    const tokens = tokenize(block);
    return typeof tokens === 'object' && 'values' in tokens ? tokens.values : [];
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new UserError(
      `${path} is not sound JSON at or after feature ${feature}. Export it again.`,
    );
  }
}

function memberOf(value: unknown): Member {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function featureOf(value: unknown, rowNumber: number): Feature {
  const { id, properties, geometry } = memberOf(value);
  const named = memberOf(properties);
  return {
    rowNumber,
    // A feature's own id is a column too, unless a property has that name.
    properties: id === undefined || 'id' in named ? named : { ...named, id },
    // Unchecked so far: read-shape looks at every part of it.
    geometry: (geometry ?? null) as Geometry | null,
    raw: JSON.stringify(value),
  };
}

/** RFC 7946 knows longitude and latitude only; older files name another system in a `crs` member. */
function refuseForeignCrs(path: string, root: unknown, crs: number | undefined): void {
  const { crs: member } = memberOf(root);
  const { name } = memberOf(memberOf(member).properties);
  if (crs !== undefined || member === undefined || member === null) return;
  if (typeof name === 'string' && /(?:CRS84|EPSG:{1,2}(?:4326|4490))$/i.test(name)) return;
  throw new UserError(
    `${path} says its coordinates are in ${cellText(name) || 'a CRS of its own'}: add --crs EPSG:n to confirm.`,
  );
}
