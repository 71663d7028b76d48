import { z } from 'zod';

const seconds = z.number().min(0);
const point = z.tuple([z.number(), z.number()]);

/** Teams that start from each depot, where an instance does not say. */
const TEAMS_A_DEPOT = 3;

/**
 * A bare planning task: depots and hotspots as points, of which only the number counts, and seconds of travel between all of
 * them, depots first. What it leaves out is a shift of eight hours, stops of 15 minutes and revisits every two hours.
 */
export const patrolInstanceFile = z
  .object({
    depots: z.array(point).min(1),
    hotspots: z.array(point).min(1),
    priority: z.array(z.number().gt(0)).optional(),
    travel: z.array(z.array(seconds)),
    /** By team, the number of its depot. */
    teams: z.array(z.int().min(0)).min(1).optional(),
    shiftSeconds: z.number().gt(0).default(28_800),
    stopSeconds: seconds.default(900),
    revisitSeconds: z.number().gt(0).default(7200),
  })
  .superRefine((file, context) => {
    const locations = file.depots.length + file.hotspots.length;
    const say = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (file.travel.length !== locations || file.travel.some((row) => row.length !== locations))
      say('travel', `needs ${locations} rows of ${locations} seconds: depots, then hotspots`);
    if (file.priority && file.priority.length !== file.hotspots.length)
      say('priority', `needs one number for each of ${file.hotspots.length} hotspots`);
    if (file.teams?.some((depot) => depot >= file.depots.length))
      say('teams', `names a depot that is none of ${file.depots.length}, counted from 0`);
  })
  .transform(({ depots, hotspots, priority, travel, teams, stopSeconds, ...times }) => ({
    ...times,
    teams: (
      teams ??
      Array.from({ length: TEAMS_A_DEPOT * depots.length }, (_, team) => team % depots.length)
    ).map((depot) => ({ depot })),
    places: hotspots.map((_, hotspot) => ({
      location: depots.length + hotspot,
      stopSeconds,
      priority: priority?.[hotspot] ?? 1,
    })),
    locations: travel.length,
    travelSeconds: Float64Array.from(travel.flat()),
  }));

/** How a plan is asked for. */
export const PATROL_MODES = ['cycles', 'windows'] as const;
