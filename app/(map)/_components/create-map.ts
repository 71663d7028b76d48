import { Map as MapLibre, type StyleSpecification, setWorkerUrl } from 'maplibre-gl';
import type { Theme } from '@/lib/format/theme';
import { HAZARD_IMAGES } from '@/lib/layers/hazards';
import type { Camera } from '@/lib/validation/map-state';
import type { Bounds } from './types';

// MapLibre 6 is a module and cannot find its own worker once bundled; without this the map stays blank.
setWorkerUrl(new URL('maplibre-gl/dist/maplibre-gl-worker.mjs', import.meta.url).toString());

const IMAGE_PIXELS = 48;

export type MapOptions = {
  readonly container: HTMLElement;
  readonly style: StyleSpecification;
  readonly camera: Camera | null;
  readonly bounds: Bounds;
  readonly padding: Padding;
  /** Names the map and its parts to screen readers. */
  readonly label: string;
};

export type Padding = { top: number; right: number; bottom: number; left: number };

/** A map that draws nothing but what `style` says. Throws where WebGL2 is missing. */
export function createMap({
  container,
  style,
  camera,
  bounds,
  padding,
  label,
}: MapOptions): MapLibre {
  const map = new MapLibre({
    container,
    style,
    ...(camera
      ? { center: [camera.lon, camera.lat], zoom: camera.zoom }
      : { bounds: [...bounds], fitBoundsOptions: { padding } }),
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    maxPitch: 0,
    minZoom: 6,
    maxZoom: 18,
    fadeDuration: 0,
    localIdeographFontFamily:
      "'Noto Sans SC', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif",
    locale: { 'Map.Title': label },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  return map;
}

/** Draws the hazard triangles for a theme; again after a change of it. */
export function addImages(map: MapLibre, theme: Theme): void {
  for (const [name, colour] of Object.entries(HAZARD_IMAGES)) {
    const image = triangle(colour[theme], theme === 'night' ? '#0a111b' : '#ffffff');
    if (!image) continue;
    if (map.hasImage(name)) map.updateImage(name, image);
    else map.addImage(name, image, { pixelRatio: 2 });
  }
}

function triangle(fill: string, edge: string): ImageData | undefined {
  const canvas = document.createElement('canvas');
  canvas.width = IMAGE_PIXELS;
  canvas.height = IMAGE_PIXELS;
  const context = canvas.getContext('2d');
  if (!context) return undefined;
  context.beginPath();
  context.moveTo(IMAGE_PIXELS / 2, 5);
  context.lineTo(IMAGE_PIXELS - 4, IMAGE_PIXELS - 7);
  context.lineTo(4, IMAGE_PIXELS - 7);
  context.closePath();
  context.lineJoin = 'round';
  context.lineWidth = 6;
  context.strokeStyle = edge;
  context.stroke();
  context.fillStyle = fill;
  context.fill();
  return context.getImageData(0, 0, IMAGE_PIXELS, IMAGE_PIXELS);
}
