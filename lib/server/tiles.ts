import 'server-only';
import type { Database, Db } from '@/db/client';
import { encodeTile } from '@/db/queries/tile-encoding';
import { areaFeatures } from '@/db/queries/tiles/areas';
import { cellFeatures, hotspotFeatures } from '@/db/queries/tiles/cells';
import { combinedFeatures } from '@/db/queries/tiles/combined';
import { incidentFeatures } from '@/db/queries/tiles/incidents';
import { labelFeatures } from '@/db/queries/tiles/labels';
import { nearRepeatFeatures } from '@/db/queries/tiles/near-repeats';
import {
  gridFeatures,
  outlineFeatures,
  patrolZoneFeatures,
  townFeatures,
  villageFeatures,
  waterFeatures,
} from '@/db/queries/tiles/places';
import { blackSpotFeatures, hazardFeatures, premisesFeatures } from '@/db/queries/tiles/risks';
import { roadFeatures } from '@/db/queries/tiles/roads';
import { clusterFeatures, densityFeatures, trendFeatures } from '@/db/queries/tiles/surfaces';
import type { FeatureQuery } from '@/db/queries/tiles/tile-sql';
import { findTileState, hasRankingRun, type TileState } from '@/db/queries/tiles/tile-state';
import type { Tile } from '@/geo/projection/web-mercator';
import { versionOf } from '@/lib/http/cache';
import { ProblemError } from '@/lib/http/problem';
import type { TileLayer, TileParameters } from '@/lib/validation/tiles';
import { ensureSurfaces } from './cell-surfaces';
import { ensureCombined } from './combined';
import { storingDatabase } from './database';
import { SingleFlight } from './single-flight';

/** Grows when the same rows come to give other bytes, so that no browser keeps the old ones. */
const METHOD_VERSION = 3;

type Asked = {
  readonly tile: Tile;
  readonly state: TileState;
  readonly parameters: TileParameters;
};

type Source = {
  /** Subjects of data_version on which the tile depends, beside the towns. */
  readonly subjects: readonly string[];
  features(asked: Asked): FeatureQuery;
};

const plain = (
  subject: string,
  features: (of: { jurisdiction: string; tile: Tile }) => FeatureQuery,
): Source => ({
  subjects: [subject],
  features: ({ tile, parameters }) => features({ jurisdiction: parameters.jurisdiction, tile }),
});

function ofRun(
  layer: TileLayer,
  subjects: readonly string[],
  features: (of: { jurisdiction: string; tile: Tile; run: string }) => FeatureQuery,
): Source {
  return {
    subjects,
    features: ({ tile, parameters: { jurisdiction, run } }) => {
      if (!run)
        throw new ProblemError(400, `the layer ${layer} needs &run=ID, the id of a stored ranking`);
      return features({ jurisdiction, tile, run });
    },
  };
}

const SOURCES: Readonly<Record<TileLayer, Source>> = {
  outline: plain('jurisdiction', outlineFeatures),
  towns: plain('towns', townFeatures),
  villages: plain('villages', villageFeatures),
  roads: plain('roads', roadFeatures),
  water: plain('water', waterFeatures),
  grids: plain('grids', gridFeatures),
  patrol_zones: plain('patrol_zones', patrolZoneFeatures),
  cells: plain('cells', cellFeatures),
  black_spots: plain('black_spots', blackSpotFeatures),
  village_labels: plain('villages', (of) => labelFeatures('village', of)),
  grid_labels: plain('grids', (of) => labelFeatures('grid', of)),
  patrol_zone_labels: plain('patrol_zones', (of) => labelFeatures('patrol_zone', of)),
  black_spot_labels: plain('black_spots', (of) => labelFeatures('black_spot', of)),
  premises: plain('premises', premisesFeatures),
  hotspots: ofRun('hotspots', ['cells'], hotspotFeatures),
  areas: ofRun('areas', ['grids', 'villages'], areaFeatures),
  density: ofRun('density', ['cells'], densityFeatures),
  trends: ofRun('trends', ['cells'], trendFeatures),
  clusters: ofRun('clusters', ['cells'], clusterFeatures),
  hazards: {
    subjects: ['hazards'],
    features: ({ tile, state: { today }, parameters: { jurisdiction } }) =>
      hazardFeatures({ jurisdiction, tile, today }),
  },
  near_repeats: {
    subjects: ['incidents'],
    features: ({ tile, parameters: { jurisdiction, month, kind } }) => {
      if (!month)
        throw new ProblemError(
          400,
          'the layer near_repeats needs &month=YYYY-MM, the month it begins',
        );
      return nearRepeatFeatures({ jurisdiction, tile, month: `${month}-01`, kind });
    },
  },
  combined: {
    subjects: ['incidents', 'crashes', 'premises', 'combined_weights'],
    features: ({ tile, parameters: { jurisdiction, month } }) => {
      if (!month)
        throw new ProblemError(
          400,
          'the layer combined needs &month=YYYY-MM, the month it is known at',
        );
      return combinedFeatures({ jurisdiction, tile, month: `${month}-01` });
    },
  },
  incidents: {
    subjects: ['incidents'],
    features: ({ tile, state, parameters: { jurisdiction, month, from, to, kind } }) =>
      incidentFeatures({
        jurisdiction,
        tile,
        lattice: state.lattice,
        metricSrid: state.metricSrid,
        fromMonth: firstDay(month ?? from),
        toMonth: firstDay(month ?? to),
        kind,
      }),
  },
};

/** Their tiles are of a stored ranking. */
const RANKED_LAYERS: readonly TileLayer[] = ['hotspots', 'areas', 'density', 'trends', 'clusters'];
/** What these show is computed when first asked for. */
const SURFACE_LAYERS: readonly TileLayer[] = ['density', 'trends', 'clusters'];

export type TileAnswer = {
  /** Changes whenever the bytes may; fit for `&v=` in the tile's address. */
  readonly version: string;
  /** Mapbox Vector Tile bytes; length 0 when nothing is there. */
  read(): Promise<Uint8Array>;
};

/**
 * One tile of one layer: its version at once, its bytes when asked for.
 *
 * @param owner who computes surfaces that are not there yet.
 * @throws {ProblemError} 404 when the jurisdiction or the run is not there, 400 when a parameter is missing.
 */
export async function readTile(
  database: Database,
  layer: TileLayer,
  tile: Tile,
  parameters: TileParameters,
  now: Date = new Date(),
  owner: () => Promise<Db> = async () => (await storingDatabase()).db,
): Promise<TileAnswer> {
  const { version, state } = await layerState(database, layer, parameters, now);
  const features = SOURCES[layer].features({ tile, state, parameters });
  const { jurisdiction, run } = parameters;
  if (
    RANKED_LAYERS.includes(layer) &&
    run &&
    !(await hasRankingRun(database.db, jurisdiction, run))
  ) {
    throw new ProblemError(
      404,
      `no ranking ${run} in jurisdiction ${jurisdiction}: rank the month again`,
    );
  }
  const read = async () => {
    if (run && SURFACE_LAYERS.includes(layer))
      await ensureSurfaces(database.db, await owner(), { jurisdiction, runId: run });
    if (parameters.month && layer === 'combined')
      await ensureCombined(database.db, await owner(), { jurisdiction, month: parameters.month });
    return encodeTile(database, layer, features);
  };
  return { version, read };
}

/** The version of a layer's tiles, to be put into their address as `&v=`: such tiles are never asked about again. */
export async function tileVersion(
  database: Database,
  layer: TileLayer,
  jurisdiction: string,
  now: Date = new Date(),
): Promise<string> {
  return (await layerState(database, layer, { jurisdiction }, now)).version;
}

/** On globalThis: routes may be bundled apart. */
const holder = globalThis as typeof globalThis & {
  zhantuTileStates?: SingleFlight<TileState | undefined>;
};

function stateFlights(): SingleFlight<TileState | undefined> {
  holder.zhantuTileStates ??= new SingleFlight();
  return holder.zhantuTileStates;
}

async function layerState(
  database: Database,
  layer: TileLayer,
  { jurisdiction }: TileParameters,
  now: Date,
): Promise<{ version: string; state: TileState }> {
  // Whoever is bound to towns sees by their outlines, whatever the layer; and cells tell their town.
  const subjects = [...new Set([...SOURCES[layer].subjects, 'towns'])];
  // The same for everybody who may ask; those who ask at once, as a page does for its tiles, are told once.
  const state = await stateFlights().run(`${jurisdiction} ${layer}`, () =>
    findTileState(database.db, { jurisdiction, subjects, now }),
  );
  if (!state) throw new ProblemError(404, `no jurisdiction ${jurisdiction}: create it first`);
  const { dataVersion, today } = state;
  // Only hazards become overdue by the mere passing of a day.
  const day = layer === 'hazards' ? today : null;
  return { version: versionOf(METHOD_VERSION, layer, jurisdiction, dataVersion, day), state };
}

function firstDay(month: string | undefined): string | undefined {
  return month && `${month}-01`;
}
