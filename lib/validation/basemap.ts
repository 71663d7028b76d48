import { z } from 'zod';
import { BASEMAP_LIMITS, TILE_SIZES } from './basemap-limits';

const jurisdiction = z.string().regex(/^\d{6}$/, 'a jurisdiction is a code of six digits');

/** The query of /admin/basemap. */
export const basemapQuery = z.object({ jurisdiction });

const text = (characters: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(characters, `${characters} characters at most`)
    .regex(/^\P{Cc}*$/u, 'a text holds no control character');

const zoom = z.int('a zoom is a whole number').min(0).max(BASEMAP_LIMITS.maximumZoom);
const opacity = z.number('an opacity is a number').min(BASEMAP_LIMITS.minimumOpacity).max(1);

/** The template is held against the deployer's hosts by the use case, which knows them. */
const raster = z
  .strictObject({
    template: text(BASEMAP_LIMITS.templateCharacters),
    subdomains: text(16).nullable(),
    tileSize: z.literal(TILE_SIZES),
    minZoom: zoom,
    maxZoom: zoom,
    attribution: text(BASEMAP_LIMITS.attributionCharacters),
    dayOpacity: opacity,
    nightOpacity: opacity,
  })
  .refine(({ minZoom, maxZoom }) => minZoom <= maxZoom, 'the lowest zoom is above the highest');

/** What PUT /api/admin/basemap takes. */
export const basemapChange = z.strictObject({
  jurisdiction,
  /** 0: nothing was ever set. */
  version: z.int('a version is a whole number').min(0),
  approvalNumber: text(BASEMAP_LIMITS.approvalNumberCharacters).nullable(),
  /** Null: the built-in ground. */
  raster: raster.nullable(),
});
