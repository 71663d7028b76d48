import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SETTINGS } from './arrays';
import { type BenchPoints, FIELD } from './points';

export type PeerFigures = {
  /** Names and versions, those that are missing too. */
  packages: Record<string, string>;
  /** Median milliseconds by name; peers.R gives the names. */
  ms: Record<string, number>;
  clusters?: number;
  z?: Float64Array;
};

/** A peer that never answers must not hold the run for ever. */
const TIMEOUT_MS = 1_800_000;

/** What peers.R needs to know of the run. */
export type Peers = { readonly folder: string; readonly sizes: readonly number[] };

/** Parts of peers.R. */
type PeerPart = 'weights' | 'statistics' | 'wholes' | 'dbscan' | 'kde';

/** Leaves the points where peers.R finds them. @param sets smallest first: three of them. */
export function preparePeers(folder: string, sets: readonly BenchPoints[]): Peers {
  for (const { x, y } of sets) {
    const file = join(folder, `points-${x.length}.bin`);
    writeFileSync(file, Buffer.concat([Buffer.from(x.buffer), Buffer.from(y.buffer)]));
  }
  return { folder, sizes: sets.map(({ x }) => x.length) };
}

/**
 * Does the same work by R's spdep, dbscan and spatstat, in a process of its own.
 *
 * @returns a sentence that says why, where R is not to be had.
 */
export function peerFigures(
  { folder, sizes }: Peers,
  parts: readonly PeerPart[],
  rounds: number,
): PeerFigures | string {
  const { permutations, dbscan, kdeBandwidthMetres } = SETTINGS;
  const { columns, rows, cellMetres, originX, originY } = FIELD;
  const words = [
    join(import.meta.dirname, 'peers.R'),
    folder,
    rounds,
    permutations,
    dbscan.reachMetres,
    dbscan.fewestPoints,
    kdeBandwidthMetres,
    sizes.join(','),
    [columns, rows, cellMetres, originX, originY].join(','),
    parts.join(','),
  ].map(String);
  const { error, status, stdout, stderr } = spawnSync('Rscript', words, {
    encoding: 'utf8',
    timeout: TIMEOUT_MS,
  });
  if (error) return `no Rscript was found (${error.message})`;
  if (status !== 0) return `Rscript failed: ${stderr.trim().split('\n').at(-1)}`;
  return { ...readFigures(stdout), ...readScores(join(folder, 'z.bin')) };
}

function readFigures(text: string): PeerFigures {
  const figures: PeerFigures = { packages: {}, ms: {} };
  for (const line of text.split('\n')) {
    const [what, name = '', value = ''] = line.trim().split(' ');
    if (what === 'package') figures.packages[name] = value;
    if (what === 'figure') figures.ms[name] = Number(value);
    if (what === 'clusters') figures.clusters = Number(name);
  }
  return figures;
}

function readScores(file: string): Pick<PeerFigures, 'z'> {
  if (!existsSync(file)) return {};
  const bytes = readFileSync(file);
  return {
    z: new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)),
  };
}
