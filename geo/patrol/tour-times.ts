import { type PatrolInstance, roundsOf } from './patrol-instance';

/** A stop of a plan, in seconds from the beginning of the shift. */
export type TimedStop = {
  readonly place: number;
  /** From 0. */
  readonly round: number;
  /** When the team could be there, having left the stop before in time. */
  readonly arrivesAtSeconds: number;
  readonly beginsAtSeconds: number;
  readonly endsAtSeconds: number;
};

/** One of which it is not told yet when the team arrives. */
export type BegunStop = Omit<TimedStop, 'arrivesAtSeconds'>;

/**
 * When each stop of a tour begins. Rounds lie as far apart as the shift allows, up to a revisit: what a round has left over
 * is waited before its first place, and none of the gaps grows past a revisit.
 */
export function timeTour(
  instance: PatrolInstance,
  team: number,
  route: readonly number[],
): BegunStop[] {
  if (route.length === 0) return [];
  const { places, locations, travelSeconds, revisitSeconds, shiftSeconds, teams } = instance;
  const travel = (from: number, to: number) => travelSeconds[from * locations + to]!;
  const at = (position: number) => places[route[position]!]!.location;
  const { depot } = teams[team]!;
  const rounds = roundsOf(instance);
  const wayOut = travel(depot, at(0));
  const begins: number[] = [];
  let clock = wayOut;
  for (let position = 0; position < route.length; position++) {
    if (position > 0) clock += travel(at(position - 1), at(position));
    begins.push(clock);
    clock += places[route[position]!]!.stopSeconds;
  }
  const last = route.length - 1;
  const roundSeconds = clock - wayOut + travel(at(last), at(0));
  const spare = shiftSeconds - clock - travel(at(last), depot);
  const apart =
    rounds === 1
      ? roundSeconds
      : Math.max(roundSeconds, Math.min(revisitSeconds, Math.floor(spare / (rounds - 1))));
  return Array.from({ length: rounds }, (_, round) =>
    route.map((place, position) => {
      const beginsAtSeconds = begins[position]! + round * apart;
      return {
        place,
        round,
        beginsAtSeconds,
        endsAtSeconds: beginsAtSeconds + places[place]!.stopSeconds,
      };
    }),
  ).flat();
}
