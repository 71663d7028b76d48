import type { Map as MapLibre } from 'maplibre-gl';
import { useEffect, useEffectEvent, useRef } from 'react';
import type { Camera } from '@/lib/validation/map-state';
import type { Padding } from './create-map';
import type { Bounds } from './types';

/** Where the map should go; a new object moves it there, the same one does not. */
export type MapTarget =
  | { readonly kind: 'bounds'; readonly bounds: Bounds }
  | { readonly kind: 'cell' | 'place'; readonly lon: number; readonly lat: number };

type Motion = {
  readonly camera: Camera | null;
  readonly target: MapTarget | undefined;
  readonly padding: () => Padding;
  readonly onCamera: (camera: Camera) => void;
};

const CELL_ZOOM = 13.2;
const FLIGHT_MILLISECONDS = 900;
/** Cameras closer than this are the same: the address holds five decimals. */
const SAME_DEGREES = 1e-4;
const SAME_ZOOM = 0.02;

/** Moves the map to targets and to the address' camera, and tells where it came to rest. */
export function useMapMotion(
  map: MapLibre | undefined,
  { camera, target, padding, onCamera }: Motion,
): void {
  const tell = useEffectEvent(onCamera);
  const surroundings = useEffectEvent(() => padding());
  const firstTarget = useRef(target);

  useEffect(() => {
    if (!map) return;
    const rested = () => tell(cameraOf(map));
    map.on('moveend', rested);
    return () => {
      map.off('moveend', rested);
    };
  }, [map]);

  useEffect(() => {
    if (!map || !target || target === firstTarget.current) return;
    if (target.kind === 'bounds') {
      map.fitBounds([...target.bounds], { padding: surroundings(), duration: FLIGHT_MILLISECONDS });
      return;
    }
    map.flyTo({
      center: [target.lon, target.lat],
      // An area may be large: as near as one looks already.
      zoom: target.kind === 'cell' ? Math.max(map.getZoom(), CELL_ZOOM) : map.getZoom(),
      offset: offsetOf(surroundings()),
      duration: FLIGHT_MILLISECONDS,
    });
  }, [map, target]);

  useEffect(() => {
    if (!map || !camera || map.isMoving() || isSame(camera, cameraOf(map))) return;
    map.jumpTo({ center: [camera.lon, camera.lat], zoom: camera.zoom });
  }, [map, camera]);
}

/** From the middle of the map to the middle of its open part; padding given to a flight would stay for ever. */
function offsetOf({ top, right, bottom, left }: Padding): [number, number] {
  return [(left - right) / 2, (top - bottom) / 2];
}

function cameraOf(map: MapLibre): Camera {
  const { lng, lat } = map.getCenter();
  return { lon: lng, lat, zoom: map.getZoom() };
}

function isSame(a: Camera, b: Camera): boolean {
  return (
    Math.abs(a.lon - b.lon) < SAME_DEGREES &&
    Math.abs(a.lat - b.lat) < SAME_DEGREES &&
    Math.abs(a.zoom - b.zoom) < SAME_ZOOM
  );
}
