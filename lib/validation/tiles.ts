import { z } from 'zod';

/** The layers that are served as vector tiles; each is also the name of the layer inside its tiles. */
export const TILE_LAYERS = [
  'outline',
  'towns',
  'villages',
  'roads',
  'water',
  'grids',
  'patrol_zones',
  'cells',
  'hotspots',
  'areas',
  'density',
  'trends',
  'clusters',
  'combined',
  'hazards',
  'black_spots',
  'premises',
  'incidents',
  'near_repeats',
  'village_labels',
  'grid_labels',
  'patrol_zone_labels',
  'black_spot_labels',
] as const;
export type TileLayer = (typeof TILE_LAYERS)[number];

const DEEPEST_ZOOM = 22;

const whole = (message: string) =>
  z
    .string()
    .regex(/^\d{1,8}$/, message)
    .transform(Number);

/** The path: /{layer}/{z}/{x}/{y}. */
export const tilePath = z
  .object({
    layer: z.enum(TILE_LAYERS, { error: `layer must be one of ${TILE_LAYERS.join(', ')}` }),
    z: whole('z must be a whole number').pipe(
      z.number().max(DEEPEST_ZOOM, `z must be ${DEEPEST_ZOOM} or less`),
    ),
    x: whole('x must be a whole number'),
    y: whole('y must be a whole number'),
  })
  .refine((tile) => tile.x < 2 ** tile.z && tile.y < 2 ** tile.z, {
    path: ['x'],
    error: (issue) => {
      const { z: zoom } = issue.input as { z: number };
      return `x and y must be below ${2 ** zoom} at zoom ${zoom}`;
    },
  });

const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'write a month as YYYY-MM');

/** The query string. `month` alone, or `from` and `to` (inclusive), choose incidents; `run` the ranking of hotspots. */
export const tileQuery = z
  .object({
    jurisdiction: z
      .string({ error: 'add ?jurisdiction=CODE, a code of six digits' })
      .regex(/^\d{6}$/, 'a jurisdiction is a code of six digits'),
    run: z
      .string()
      .regex(/^[1-9]\d{0,17}$/, 'a run is the number of a stored ranking')
      .optional(),
    month: month.optional(),
    from: month.optional(),
    to: month.optional(),
    kind: z.string().min(1).max(200).optional(),
    v: z.string().max(64).optional(),
  })
  .refine(({ month: only, from, to }) => !only || (!from && !to), {
    path: ['month'],
    error: 'give month, or from and to, not both',
  })
  .refine(({ from, to }) => !from || !to || from <= to, {
    path: ['to'],
    error: 'to must not lie before from',
  });

export type TileParameters = z.infer<typeof tileQuery>;
