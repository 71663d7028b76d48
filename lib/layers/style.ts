import type { FeatureCollection, Point } from 'geojson';
import type {
  GeoJSONSourceSpecification,
  LayerSpecification,
  StyleSpecification,
} from 'maplibre-gl';
import type { RasterSettings } from '@/lib/basemap/types';
import { basemapGround, basemapLabels, basemapSources, townFocus } from './basemap';
import {
  type LayerDefinition,
  type Look,
  plainTileSource,
  type TileRequest,
  tileSource,
} from './define';
import { rankedFocus } from './hotspots';
import { type LayerId, layers } from './index';
import { MAP_FONT, PALETTE } from './palette';
import { RASTER_GROUND, rasterGroundSource } from './raster-ground';

type PointCollection = FeatureCollection<Point>;

export type StyleInput = {
  readonly look: Look;
  readonly request: TileRequest;
  readonly visible: readonly LayerId[];
  /** Tiles of another server as the ground; null: our own water and roads. */
  readonly raster: RasterSettings | null;
  /** Ids of the towns to outline. */
  readonly towns: readonly string[];
  /** One point a town, with name, nameEn, chosen. */
  readonly townPoints: PointCollection;
  /** The best of the list, with rank: numbers on the map. */
  readonly ranks: PointCollection;
};

/**
 * The whole map as one style document: ground, fills and lines in registry order, points, then every label, then
 * what is hovered or selected.
 */
export function buildStyle(input: StyleInput): StyleSpecification {
  const { look, request, visible, raster, towns, townPoints, ranks } = input;
  const sources: StyleSpecification['sources'] = {
    'town-points': pointSource(townPoints),
    'rank-points': pointSource(ranks),
  };
  if (raster) sources[RASTER_GROUND] = rasterGroundSource(raster);
  for (const source of basemapSources(raster)) {
    sources[source.id] = plainTileSource(source, request);
  }

  const shown: LayerDefinition[] = [];
  for (const layer of layers) {
    if (layer.engine === 'deck' || !visible.includes(layer.id)) continue;
    const source = tileSource(layer, request);
    if (!source) continue;
    sources[layer.id] = source;
    if (layer.labelTiles) sources[layer.labelTiles.id] = plainTileSource(layer.labelTiles, request);
    shown.push(layer);
  }

  const ranked = shown.find(({ id }) => id === 'hotspots' || id === 'areas');
  return {
    version: 8,
    sources,
    layers: [
      ...basemapGround(look, raster),
      ...shown.flatMap((layer) => layer.style(look)),
      ...townFocus(look, towns),
      ...basemapLabels(look, raster),
      ...shown.flatMap((layer) => layer.labels?.(look) ?? []),
      ...(ranked ? [rankLabels(look), rankedFocus(ranked.id, look.theme)] : []),
    ],
  };
}

function pointSource(data: PointCollection): GeoJSONSourceSpecification {
  return { type: 'geojson', data };
}

function rankLabels({ theme }: Look): LayerSpecification {
  return {
    id: 'rank-label',
    type: 'symbol',
    source: 'rank-points',
    layout: {
      'text-field': ['to-string', ['get', 'rank']],
      'text-font': MAP_FONT,
      'text-size': ['interpolate', ['linear'], ['zoom'], 10, 10.5, 14, 16],
      'symbol-sort-key': ['get', 'rank'],
      'text-padding': 1,
    },
    paint: {
      'text-color': theme === 'night' ? '#ffffff' : '#1d0433',
      'text-halo-color': theme === 'night' ? PALETTE.night.halo : '#ffffff',
      'text-halo-width': 1.8,
    },
  };
}
