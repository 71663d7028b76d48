import { type PatrolInstance, roundsOf } from './patrol-instance';

/**
 * What no plan's covered priority surpasses: all teams' time is one, each visit takes its stop and the shortest way to its
 * place from anywhere, and the last may be made in part (the linear relaxation of a knapsack).
 */
export function priorityBound(instance: PatrolInstance): number {
  const { places, teams, shiftSeconds } = instance;
  const rounds = roundsOf(instance);
  const visits = places.map(({ stopSeconds, priority, location }, place) => ({
    seconds: rounds * (stopSeconds + shortestWayTo(instance, location, place)),
    priority: rounds * priority,
  }));
  let left = teams.length * shiftSeconds;
  let bound = 0;
  for (const { seconds, priority } of visits.toSorted(
    (a, b) => b.priority * a.seconds - a.priority * b.seconds,
  )) {
    const share = seconds <= left ? 1 : left / seconds;
    bound += share * priority;
    left -= share * seconds;
  }
  return bound;
}

/** None, where another stop may lie at the same location, or this one be made twice in a row. */
function shortestWayTo(instance: PatrolInstance, location: number, place: number): number {
  const { places, teams, locations, travelSeconds, revisitSeconds, shiftSeconds } = instance;
  // A place that is visited in the end of a window and the beginning of the next needs no way in between.
  if (revisitSeconds < shiftSeconds) return 0;
  const others = [
    ...teams.map(({ depot }) => depot),
    ...places.filter((_, other) => other !== place).map((other) => other.location),
  ];
  return Math.min(...others.map((from) => travelSeconds[from * locations + location]!));
}
