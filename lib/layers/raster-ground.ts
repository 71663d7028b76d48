import type { RasterLayerSpecification, RasterSourceSpecification } from 'maplibre-gl';
import { tileTemplates } from '@/lib/basemap/template';
import type { RasterSettings } from '@/lib/basemap/types';
import type { Theme } from '@/lib/format/theme';

/** The source of tiles that somebody else serves; what fails of it is not ours. */
export const RASTER_GROUND = 'raster-ground';

/** Tiles of another server, as MapLibre asks for them. */
export function rasterGroundSource(raster: RasterSettings): RasterSourceSpecification {
  return {
    type: 'raster',
    tiles: tileTemplates(raster),
    tileSize: raster.tileSize,
    minzoom: raster.minZoom,
    maxzoom: raster.maxZoom,
    attribution: raster.attribution,
  };
}

/** By night nearly without colour and never white, whatever the opacity: what we draw over it has to be read. */
const PAINT = {
  day: { 'raster-saturation': -0.25 },
  night: { 'raster-saturation': -0.8, 'raster-brightness-max': 0.75 },
} as const satisfies Record<Theme, RasterLayerSpecification['paint']>;

export function rasterGroundLayer(raster: RasterSettings, theme: Theme): RasterLayerSpecification {
  return {
    id: RASTER_GROUND,
    type: 'raster',
    source: RASTER_GROUND,
    paint: {
      ...PAINT[theme],
      'raster-opacity': theme === 'night' ? raster.nightOpacity : raster.dayOpacity,
      'raster-fade-duration': 0,
    },
  };
}
