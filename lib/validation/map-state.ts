import {
  createParser,
  createSerializer,
  parseAsArrayOf,
  parseAsBoolean,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server';
import { isMonth } from '@/lib/format/month';
import { LAYER_IDS } from '@/lib/layers';
import { WORKSPACE_IDS } from '@/lib/layers/workspaces';

export type Camera = { readonly lon: number; readonly lat: number; readonly zoom: number };

/** What can be ranked. */
export const UNITS = ['cell', 'grid', 'village', 'town'] as const;
export type Unit = (typeof UNITS)[number];

const CELL = /^-?\d{1,9},-?\d{1,9}$/;

const parseAsMonth = createParser({
  parse: (text: string) => (isMonth(text) ? text : null),
  serialize: (month: string) => month,
});

/** A cell by its lattice indices, "i,j". */
const parseAsCell = createParser({
  parse: (text: string) => (CELL.test(text) ? text : null),
  serialize: (cell: string) => cell,
});

/** "lon,lat,zoom"; anything off the earth is no camera. */
const parseAsCamera = createParser<Camera>({
  parse(text) {
    const parts = text.split(',').map(Number);
    const [lon, lat, zoom] = parts;
    if (parts.length !== 3 || lon === undefined || lat === undefined || zoom === undefined)
      return null;
    const onEarth = Math.abs(lon) <= 180 && Math.abs(lat) <= 85 && zoom >= 0 && zoom <= 22;
    return onEarth ? { lon, lat, zoom } : null;
  },
  serialize: ({ lon, lat, zoom }) => `${lon.toFixed(5)},${lat.toFixed(5)},${zoom.toFixed(2)}`,
  eq: (a, b) => a.lon === b.lon && a.lat === b.lat && a.zoom === b.zoom,
});

/** What a link to the map says; everything may be missing, and what cannot be read is as if it were. */
export const mapState = {
  jurisdiction: parseAsString,
  month: parseAsMonth,
  towns: parseAsArrayOf(parseAsString),
  kind: parseAsString,
  /** Kinds of this group, together. */
  group: parseAsString,
  ranker: parseAsString,
  /** What is ranked: cells, or areas in their place. */
  unit: parseAsStringLiteral(UNITS).withDefault('cell'),
  /** The chosen area's id. */
  area: parseAsString,
  /** Whether each incident counts by its kind's harm. */
  harm: parseAsBoolean.withDefault(false),
  /** Whether what patrols and departments found counts, too. */
  found: parseAsBoolean.withDefault(false),
  workspace: parseAsStringLiteral(WORKSPACE_IDS).withDefault('command'),
  layers: parseAsArrayOf(parseAsStringLiteral(LAYER_IDS)),
  cell: parseAsCell,
  camera: parseAsCamera,
  present: parseAsBoolean.withDefault(false),
};

export const serializeMapState = createSerializer(mapState);
