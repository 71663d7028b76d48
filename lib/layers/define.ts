import type { LayerSpecification, VectorSourceSpecification } from 'maplibre-gl';
import type { Theme } from '@/lib/format/theme';

/** One colour a theme: night and day grounds need different lightness for the same class. */
export type Colour = { readonly [theme in Theme]: string };

/** How a legend draws a class; the same forms as on the map. */
type Swatch = 'fill' | 'outline' | 'dash' | 'circle' | 'triangle' | 'square' | 'sign' | 'ramp';

export type LegendEntry = {
  /** Key below `legend` in the messages. */
  readonly labelKey: string;
  readonly swatch: Swatch;
  readonly colour: Colour;
  /** Further stops, for a ramp. */
  readonly ramp?: readonly Colour[];
};

/** What a layer's tiles depend on. */
export type TileRequest = {
  /** Scheme and host: MapLibre resolves tile addresses in a worker, which has no page address. */
  readonly origin: string;
  readonly jurisdiction: string;
  readonly month: string;
  readonly runId: string | undefined;
  readonly kind: string | null;
};

/** What a layer's look depends on. */
export type Look = {
  readonly theme: Theme;
  /** Property that holds names in the reader's language first. */
  readonly english: boolean;
};

/** A line of a tooltip: a message key below `tooltip`, and the property that fills it. */
export type TooltipLine = {
  readonly labelKey: string;
  readonly property: string;
  readonly format: 'text' | 'count' | 'score' | 'message';
  /** For `message`: the group of messages that names the property's values. */
  readonly group?: string;
};

export type LayerDefinition<Id extends string = string> = {
  readonly id: Id;
  /** Who draws it: the map's style over tiles, or deck.gl over the list, loaded when first switched on. */
  readonly engine: 'maplibre' | 'deck';
  /** Where it stands in the layer drawer. */
  readonly group: 'analysis' | 'places' | 'points';
  /** Lowest zoom its tiles are asked for. */
  readonly minzoom: number;
  readonly maxzoom: number;
  /** Which of {@link TileRequest}'s varying parts its tiles depend on. */
  readonly depends: readonly ('month' | 'runId' | 'kind')[];
  /** Property that identifies a feature, for hover and selection. */
  readonly featureId?: string;
  /** Tile layer with one point a feature for {@link labels}: shapes are cut at tile borders, and so named twice. */
  readonly labelTiles?: { readonly id: string; readonly minzoom: number; readonly maxzoom: number };
  /** Fills and lines: below all labels. */
  readonly style: (look: Look) => LayerSpecification[];
  /** Its own labels: above all fills. */
  readonly labels?: (look: Look) => LayerSpecification[];
  readonly legend: readonly LegendEntry[];
  /** Style layers that answer the pointer. */
  readonly interactive: readonly string[];
  readonly tooltip: { readonly titleProperty?: string; readonly lines: readonly TooltipLine[] };
};

/** Keeps the literal id and checks the rest. */
export function defineLayer<Id extends string>(layer: LayerDefinition<Id>): LayerDefinition<Id> {
  return layer;
}

/** The vector source of a tile layer that depends on the jurisdiction only. */
export function plainTileSource(
  layer: Pick<LayerDefinition, 'id' | 'minzoom' | 'maxzoom' | 'featureId'>,
  { origin, jurisdiction }: TileRequest,
): VectorSourceSpecification {
  return vectorSource(layer, origin, new URLSearchParams({ jurisdiction }));
}

/** The vector source of one tile layer; undefined while what it depends on is not known yet. */
export function tileSource(
  layer: Pick<LayerDefinition, 'id' | 'depends' | 'minzoom' | 'maxzoom' | 'featureId'>,
  request: TileRequest,
): VectorSourceSpecification | undefined {
  const { depends } = layer;
  const query = new URLSearchParams({ jurisdiction: request.jurisdiction });
  if (depends.includes('runId')) {
    if (request.runId === undefined) return undefined;
    query.set('run', request.runId);
  }
  if (depends.includes('month')) query.set('month', request.month);
  if (depends.includes('kind') && request.kind !== null) query.set('kind', request.kind);
  return vectorSource(layer, request.origin, query);
}

function vectorSource(
  { id, minzoom, maxzoom, featureId }: Parameters<typeof plainTileSource>[0],
  origin: string,
  query: URLSearchParams,
): VectorSourceSpecification {
  return {
    type: 'vector',
    tiles: [`${origin}/api/tiles/${id}/{z}/{x}/{y}?${query}`],
    minzoom,
    maxzoom,
    ...(featureId && { promoteId: featureId }),
  };
}
