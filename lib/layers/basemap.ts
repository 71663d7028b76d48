import type { DataDrivenPropertyValueSpecification, LayerSpecification } from 'maplibre-gl';
import type { RasterSettings } from '@/lib/basemap/types';
import type { Look } from './define';
import { MAP_FONT, PALETTE } from './palette';
import { rasterGroundLayer } from './raster-ground';

/** Tile layers that the basemap is made of; they are always on. */
const BASEMAP_SOURCES = [
  { id: 'outline', minzoom: 5, maxzoom: 12 },
  { id: 'towns', minzoom: 6, maxzoom: 13, featureId: 'id' },
  { id: 'water', minzoom: 8, maxzoom: 14 },
  { id: 'roads', minzoom: 8, maxzoom: 14 },
  { id: 'village_labels', minzoom: 12, maxzoom: 14 },
] as const;

const MAJOR = ['motorway', 'trunk', 'primary'];
const MIDDLE = ['secondary', 'tertiary'];

/** Those of our own that tiles of another server show, too. */
const REPLACED: readonly string[] = ['water', 'roads'];

/** The sources that the basemap is made of over such a ground. */
export function basemapSources(raster: RasterSettings | null) {
  return BASEMAP_SOURCES.filter(({ id }) => raster === null || !REPLACED.includes(id));
}

/** Ground, water, roads and borders: drawn first. Tiles of another server take the place of our water and roads. */
export function basemapGround(look: Look, raster: RasterSettings | null): LayerSpecification[] {
  const palette = PALETTE[look.theme];
  return [
    { id: 'ground', type: 'background', paint: { 'background-color': palette.outside } },
    {
      id: 'land',
      type: 'fill',
      source: 'outline',
      'source-layer': 'outline',
      paint: { 'fill-color': palette.land, 'fill-antialias': false },
    },
    ...(raster ? [rasterGroundLayer(raster, look.theme)] : [...water(look), ...roads(look)]),
    ...borders(look),
  ];
}

function water({ theme }: Look): LayerSpecification[] {
  const palette = PALETTE[theme];
  return [
    {
      id: 'water-area',
      type: 'fill',
      source: 'water',
      'source-layer': 'water',
      filter: ['==', ['geometry-type'], 'Polygon'],
      paint: { 'fill-color': palette.water },
    },
    {
      id: 'water-line',
      type: 'line',
      source: 'water',
      'source-layer': 'water',
      filter: ['==', ['geometry-type'], 'LineString'],
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: {
        'line-color': palette.water,
        'line-width': widthByZoom([9, 1.2], [12, 3.5], [15, 12]),
      },
    },
  ];
}

function roads({ theme }: Look): LayerSpecification[] {
  const palette = PALETTE[theme];
  return [
    road(
      'road-minor',
      ['!', ['in', ['get', 'class'], ['literal', [...MAJOR, ...MIDDLE]]]],
      palette.roadMinor,
      [
        [10, 0.3],
        [13, 0.9],
        [16, 5],
      ],
    ),
    road('road-middle', ['in', ['get', 'class'], ['literal', MIDDLE]], palette.roadMiddle, [
      [9, 0.5],
      [12, 1.3],
      [16, 8],
    ]),
    road('road-major', ['in', ['get', 'class'], ['literal', MAJOR]], palette.roadMajor, [
      [8, 0.6],
      [11, 1.6],
      [16, 11],
    ]),
  ];
}

function borders({ theme }: Look): LayerSpecification[] {
  const palette = PALETTE[theme];
  return [
    {
      id: 'town-line',
      type: 'line',
      source: 'towns',
      'source-layer': 'towns',
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': palette.townLine,
        'line-width': widthByZoom([8, 0.6], [12, 1.2], [15, 1.6]),
        'line-dasharray': [3, 2],
      },
    },
    {
      id: 'outline-glow',
      type: 'line',
      source: 'outline',
      'source-layer': 'outline',
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': palette.outline,
        'line-width': 7,
        'line-blur': 7,
        'line-opacity': 0.28,
      },
    },
    {
      id: 'outline-line',
      type: 'line',
      source: 'outline',
      'source-layer': 'outline',
      layout: { 'line-join': 'round' },
      paint: { 'line-color': palette.outline, 'line-width': 1.4, 'line-opacity': 0.9 },
    },
  ];
}

/** The chosen towns: an outline in the accent, above the fills. */
export function townFocus({ theme }: Look, towns: readonly string[]): LayerSpecification[] {
  const palette = PALETTE[theme];
  const filter: ['in', ['get', string], ['literal', string[]]] = [
    'in',
    ['get', 'id'],
    ['literal', [...towns]],
  ];
  return [
    {
      id: 'town-focus-glow',
      type: 'line',
      source: 'towns',
      'source-layer': 'towns',
      filter,
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': palette.campaign,
        'line-width': 9,
        'line-blur': 8,
        'line-opacity': 0.4,
      },
    },
    {
      id: 'town-focus-line',
      type: 'line',
      source: 'towns',
      'source-layer': 'towns',
      filter,
      layout: { 'line-join': 'round' },
      paint: { 'line-color': palette.campaign, 'line-width': 1.8 },
    },
  ];
}

/** Names: drawn after every fill. Those of roads only where the roads are ours. */
export function basemapLabels(look: Look, raster: RasterSettings | null): LayerSpecification[] {
  const { theme, english } = look;
  const palette = PALETTE[theme];
  return [
    ...(raster ? [] : [roadLabel(look)]),
    {
      id: 'village-label',
      type: 'symbol',
      source: 'village_labels',
      'source-layer': 'village_labels',
      minzoom: 12.5,
      layout: {
        'text-field': ['get', 'name'],
        'text-font': MAP_FONT,
        'text-size': 11,
        'text-padding': 8,
      },
      paint: {
        'text-color': palette.labelMinor,
        'text-halo-color': palette.halo,
        'text-halo-width': 1.4,
      },
    },
    {
      id: 'town-label',
      type: 'symbol',
      source: 'town-points',
      layout: {
        'text-field': english ? ['coalesce', ['get', 'nameEn'], ['get', 'name']] : ['get', 'name'],
        'text-font': MAP_FONT,
        'text-size': ['interpolate', ['linear'], ['zoom'], 8, 11, 11, 14, 14, 18],
        'text-letter-spacing': english ? 0.02 : 0.12,
        'text-variable-anchor': ['center', 'top', 'bottom', 'left', 'right'],
        'text-radial-offset': 0.9,
        'text-padding': 2,
        'text-max-width': 9,
      },
      paint: {
        'text-color': ['case', ['get', 'chosen'], palette.campaign, palette.label],
        'text-halo-color': palette.halo,
        'text-halo-width': 1.8,
        'text-halo-blur': 0.4,
      },
    },
  ];
}

function roadLabel({ theme }: Look): LayerSpecification {
  const palette = PALETTE[theme];
  return {
    id: 'road-label',
    type: 'symbol',
    source: 'roads',
    'source-layer': 'roads',
    minzoom: 12.5,
    filter: ['all', ['has', 'name'], ['in', ['get', 'class'], ['literal', [...MAJOR, ...MIDDLE]]]],
    layout: {
      'symbol-placement': 'line',
      'symbol-spacing': 420,
      'text-field': ['get', 'name'],
      'text-font': MAP_FONT,
      'text-size': 11,
    },
    paint: {
      'text-color': palette.labelMinor,
      'text-halo-color': palette.halo,
      'text-halo-width': 1.6,
    },
  };
}

type Stop = readonly [zoom: number, value: number];

function widthByZoom(...stops: readonly Stop[]): DataDrivenPropertyValueSpecification<number> {
  return [
    'interpolate',
    ['exponential', 1.4],
    ['zoom'],
    ...stops.flat(),
  ] as DataDrivenPropertyValueSpecification<number>;
}

function road(
  id: string,
  filter: ['!', unknown] | ['in', unknown, unknown],
  colour: string,
  stops: readonly Stop[],
): LayerSpecification {
  return {
    id,
    type: 'line',
    source: 'roads',
    'source-layer': 'roads',
    filter: filter as never,
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: { 'line-color': colour, 'line-width': widthByZoom(...stops) },
  };
}
