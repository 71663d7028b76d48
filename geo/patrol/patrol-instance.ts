/** A place that patrols stop at. */
type PatrolStopPlace = {
  /** Row and column of the travel matrix. */
  readonly location: number;
  readonly stopSeconds: number;
  /** What its visits are worth, over 0: a hotspot's score, or a rank turned round. */
  readonly priority: number;
};

/** A team that leaves its depot when the shift begins, and is back when it ends. */
type PatrolTeam = { readonly depot: number };

/**
 * Who patrols where in one shift: places, teams and how long the ways take.
 *
 * `travelSeconds` holds n × n seconds over all locations, row by row: depots and places alike; from a to b may take longer
 * than back.
 */
export type PatrolInstance = {
  readonly shiftSeconds: number;
  /** No place shall wait longer from one stop to the next. */
  readonly revisitSeconds: number;
  readonly teams: readonly PatrolTeam[];
  readonly places: readonly PatrolStopPlace[];
  readonly locations: number;
  readonly travelSeconds: Float64Array;
};

/** Rounds that a shift needs so that no place waits longer than a revisit. */
export function roundsOf({ shiftSeconds, revisitSeconds }: PatrolInstance): number {
  return Math.max(1, Math.ceil(shiftSeconds / revisitSeconds));
}

/** @throws {RangeError} if sizes do not agree, a time is negative or not finite, or a priority is not over 0. */
export function checkInstance(instance: PatrolInstance): void {
  const { locations, travelSeconds, teams, places, shiftSeconds, revisitSeconds } = instance;
  if (travelSeconds.length !== locations * locations)
    throw new RangeError(`${travelSeconds.length} travel times for ${locations} locations`);
  if (!(shiftSeconds > 0 && revisitSeconds > 0))
    throw new RangeError('a shift and a revisit take more than 0 seconds');
  if (!travelSeconds.every((seconds) => seconds >= 0 && Number.isFinite(seconds)))
    throw new RangeError('travel times are finite and not negative');
  for (const location of [...teams.map(({ depot }) => depot), ...places.map((at) => at.location)])
    if (!(Number.isInteger(location) && location >= 0 && location < locations))
      throw new RangeError(`location ${location} is none of ${locations}`);
  for (const { stopSeconds, priority } of places)
    if (!(stopSeconds >= 0 && priority > 0 && Number.isFinite(stopSeconds + priority)))
      throw new RangeError('a stop takes 0 seconds or more, and its priority is over 0');
}
