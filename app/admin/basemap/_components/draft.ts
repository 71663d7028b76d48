import type { BasemapRefusal } from '@/lib/basemap/refusals';
import { templateFault } from '@/lib/basemap/template';
import type { BasemapSettings, RasterSettings } from '@/lib/basemap/types';

/** The form as it stands; what is chosen of both grounds is kept while the other one is looked at. */
export type Draft = {
  readonly isRaster: boolean;
  readonly template: string;
  readonly subdomains: string;
  readonly tileSize: string;
  readonly minZoom: string;
  readonly maxZoom: string;
  readonly attribution: string;
  /** Percent. */
  readonly dayOpacity: string;
  readonly nightOpacity: string;
  readonly approvalNumber: string;
};

/** What a tile server has as a rule; by night little enough for our layers to be read over a white map. */
const USUAL: RasterSettings = {
  template: '',
  subdomains: null,
  tileSize: 256,
  minZoom: 1,
  maxZoom: 18,
  attribution: '',
  dayOpacity: 0.8,
  nightOpacity: 0.25,
};

export function draftOf({ raster, approvalNumber }: BasemapSettings): Draft {
  const shown = raster ?? USUAL;
  return {
    isRaster: raster !== null,
    template: shown.template,
    subdomains: shown.subdomains ?? '',
    tileSize: String(shown.tileSize),
    minZoom: String(shown.minZoom),
    maxZoom: String(shown.maxZoom),
    attribution: shown.attribution,
    dayOpacity: String(Math.round(shown.dayOpacity * 100)),
    nightOpacity: String(Math.round(shown.nightOpacity * 100)),
    approvalNumber: approvalNumber ?? '',
  };
}

/** What the form would save. */
export function settingsOf(draft: Draft): BasemapSettings {
  return {
    approvalNumber: draft.approvalNumber.trim() || null,
    raster: draft.isRaster ? rasterOf(draft) : null,
  };
}

/** What would be refused; the server looks at it by the same rules. */
export function faultOf(
  { raster }: BasemapSettings,
  hosts: readonly string[],
): BasemapRefusal | undefined {
  if (!raster) return undefined;
  if (raster.minZoom > raster.maxZoom) return 'ZOOMS';
  return templateFault(raster, hosts);
}

function rasterOf(draft: Draft): RasterSettings {
  return {
    template: draft.template.trim(),
    subdomains: draft.subdomains.trim() || null,
    tileSize: Number(draft.tileSize),
    minZoom: Number(draft.minZoom),
    maxZoom: Number(draft.maxZoom),
    attribution: draft.attribution.trim(),
    dayOpacity: Number(draft.dayOpacity) / 100,
    nightOpacity: Number(draft.nightOpacity) / 100,
  };
}
