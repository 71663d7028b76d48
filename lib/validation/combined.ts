import { z } from 'zod';
import { month } from './ranking';

/** What a list of combined cells is asked. */
export const combinedRequest = z.object({
  jurisdiction: z.string().regex(/^[0-9]{6}$/, 'must be six digits'),
  month,
  cells: z.int().min(1).max(100_000).default(50),
});

const weight = z.int().min(0).max(100);

/** Weights that replace those of a version. */
export const combinedWeights = z
  .object({
    version: z.int().min(0),
    crime: weight,
    crash: weight,
    fire: weight,
    note: z.string().trim().min(1).max(500).nullable(),
  })
  .refine(({ crime, crash, fire }) => crime + crash + fire > 0, {
    path: ['crime'],
    message: 'must not all be 0',
  });
