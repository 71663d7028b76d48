import type { MapGeoJSONFeature, Map as MapLibre, MapMouseEvent } from 'maplibre-gl';
import { useEffect, useEffectEvent, useState } from 'react';
import { layers } from '@/lib/layers';
import type { LayerDefinition } from '@/lib/layers/define';

/** What the pointer is on, and where. */
export type Pointed = {
  readonly x: number;
  readonly y: number;
  readonly layer: LayerDefinition;
  readonly properties: Readonly<Record<string, unknown>>;
  /** Clicked: stays until dismissed. */
  readonly pinned: boolean;
};

type Handlers = {
  readonly onHover: (cell: string | null) => void;
  readonly onChoose: (cell: string) => void;
};

const LAYER_OF_STYLE: ReadonlyMap<string, LayerDefinition> = new Map(
  layers.flatMap((layer: LayerDefinition) => layer.interactive.map((id) => [id, layer] as const)),
);

/** Joins the map to the list (hover, click), and says what the pointer is on. */
export function useMapPointer(map: MapLibre | undefined, { onHover, onChoose }: Handlers) {
  const [pointed, setPointed] = useState<Pointed>();

  const move = useEffectEvent((event: MapMouseEvent) => {
    const found = map && topFeature(map, event);
    if (map) map.getCanvas().style.cursor = found ? 'pointer' : '';
    onHover(found && isRanked(found) ? placeOf(found.feature) : null);
    setPointed((known) => (known?.pinned ? known : found && describe(event, found, false)));
  });
  const leave = useEffectEvent(() => {
    onHover(null);
    setPointed((known) => (known?.pinned ? known : undefined));
  });
  const click = useEffectEvent((event: MapMouseEvent) => {
    const found = map && topFeature(map, event);
    // A cell has its details in the panel; of an area all that there is stands in the tooltip.
    if (found && isRanked(found)) onChoose(placeOf(found.feature));
    if (found?.layer.id === 'hotspots') setPointed(undefined);
    else setPointed(found && describe(event, found, true));
  });

  useEffect(() => {
    if (!map) return;
    const onMove = (event: MapMouseEvent) => move(event);
    const onOut = () => leave();
    const onClick = (event: MapMouseEvent) => click(event);
    const onStart = () => setPointed(undefined);
    map.on('mousemove', onMove);
    map.on('mouseout', onOut);
    map.on('click', onClick);
    map.on('movestart', onStart);
    return () => {
      map.off('mousemove', onMove);
      map.off('mouseout', onOut);
      map.off('click', onClick);
      map.off('movestart', onStart);
    };
  }, [map]);

  return { pointed, dismiss: () => setPointed(undefined) };
}

type Found = { readonly layer: LayerDefinition; readonly feature: MapGeoJSONFeature };

function topFeature(map: MapLibre, { point }: MapMouseEvent): Found | undefined {
  const ids = [...LAYER_OF_STYLE.keys()].filter((id) => map.getLayer(id));
  // Points are small: a few pixels around the pointer count, and points come before areas.
  const reach = 4;
  const found = map.queryRenderedFeatures(
    [
      [point.x - reach, point.y - reach],
      [point.x + reach, point.y + reach],
    ],
    { layers: ids },
  );
  const exact = map.queryRenderedFeatures(point, { layers: ids });
  const feature =
    found.find(({ geometry }) => geometry.type !== 'Polygon' && geometry.type !== 'MultiPolygon') ??
    preferHotspot(exact);
  const layer = feature && LAYER_OF_STYLE.get(feature.layer.id);
  return feature && layer && { layer, feature };
}

/** Zones cover hotspots; the smaller thing is what was meant. */
function preferHotspot(features: readonly MapGeoJSONFeature[]): MapGeoJSONFeature | undefined {
  return features.find(({ source }) => RANKED.includes(source)) ?? features[0];
}

const RANKED: readonly string[] = ['hotspots', 'areas'];

function isRanked({ layer }: Found): boolean {
  return RANKED.includes(layer.id);
}

function placeOf({ properties }: MapGeoJSONFeature): string {
  return String(properties.id);
}

function describe({ point }: MapMouseEvent, { layer, feature }: Found, pinned: boolean): Pointed {
  return { x: point.x, y: point.y, layer, properties: feature.properties, pinned };
}
