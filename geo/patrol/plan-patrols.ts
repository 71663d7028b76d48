import { randomStream } from '../random/random-stream';
import { checkInstance, type PatrolInstance, roundsOf } from './patrol-instance';
import { priorityBound } from './priority-bound';
import type { RouteModel } from './route-model';
import { type SearchOptions, type SearchResult, searchRoutes } from './search-routes';
import { TourRoutes } from './tour-routes';
import { type BegunStop, type TimedStop, timeTour } from './tour-times';
import { WindowRoutes, windowVisits } from './window-routes';

/** `cycles`: tours, so that no place waits longer than a revisit. `windows`: each place once in each part of the shift. */
export type PatrolMode = 'cycles' | 'windows';

export type PatrolOptions = SearchOptions & {
  readonly mode: PatrolMode;
  /** Tours begin at a place and run in a direction that the seed draws among those that fit: nobody shall foretell them. */
  readonly isOrderDrawn?: boolean;
};

type TeamPlan = {
  readonly stops: readonly TimedStop[];
  readonly travelSeconds: number;
  /** When the team is back at its depot, in seconds of the shift; 0 where it does not leave. */
  readonly backAtSeconds: number;
};

export type PatrolPlan = {
  readonly mode: PatrolMode;
  readonly seed: number;
  readonly iterations: number;
  /** Whether time ran out: then the same seed need not give the same plan. */
  readonly isCutShort: boolean;
  readonly teams: readonly TeamPlan[];
  /** Visits that no team makes: the place, and its round. */
  readonly leftOut: readonly { readonly place: number; readonly round: number }[];
  readonly travelSeconds: number;
  /** Priority of the visits that are made, out of all; and what no plan could surpass, see {@link priorityBound}. */
  readonly priority: { readonly covered: number; readonly of: number; readonly bound: number };
  /** The longest time from the beginning of a stop to that of the next at the same place; null: none is visited twice. */
  readonly worstRevisitSeconds: number | null;
};

/**
 * Stops and times for each team: first as much priority as can be, then the least travel.
 *
 * @throws {RangeError} if the instance is broken, see {@link checkInstance}.
 */
export function planPatrols(instance: PatrolInstance, options: PatrolOptions): PatrolPlan {
  checkInstance(instance);
  const plan = options.mode === 'cycles' ? planTours : planWindows;
  return plan(instance, options);
}

function planTours(instance: PatrolInstance, options: PatrolOptions): PatrolPlan {
  const model = new TourRoutes(
    instance,
    penaltiesOf(
      instance,
      instance.places.map((_, place) => place),
    ),
  );
  const found = searchRoutes(model, options);
  const random = randomStream(options.seed, 'order of tours');
  const rounds = roundsOf(instance);
  const routes = found.routes.map((route, team) =>
    options.isOrderDrawn ? drawOrder(model, team, route, random) : route,
  );
  return finish(instance, options, found, {
    model,
    routes,
    timesOf: (team, route) => timeTour(instance, team, route),
    leftOut: found.leftOut.flatMap((place) =>
      Array.from({ length: rounds }, (_, round) => ({ place, round })),
    ),
  });
}

function planWindows(instance: PatrolInstance, options: PatrolOptions): PatrolPlan {
  const visits = windowVisits(instance);
  const model = new WindowRoutes(
    instance,
    visits,
    penaltiesOf(
      instance,
      visits.map(({ place }) => place),
    ),
  );
  const found = searchRoutes(model, options);
  const count = instance.places.length;
  return finish(instance, options, found, {
    model,
    routes: found.routes,
    timesOf: (team, route) =>
      model.beginnings(team).map((beginsAtSeconds, position) => {
        const visit = route[position]!;
        const { place } = visits[visit]!;
        const { stopSeconds } = instance.places[place]!;
        return {
          place,
          round: Math.floor(visit / count),
          beginsAtSeconds,
          endsAtSeconds: beginsAtSeconds + stopSeconds,
        };
      }),
    leftOut: found.leftOut.map((visit) => ({
      place: visit % count,
      round: Math.floor(visit / count),
    })),
  });
}

/** More than all travel for the least of them, so that no stop is left out to save ways. */
function penaltiesOf(
  { places, teams, shiftSeconds }: PatrolInstance,
  placeOf: readonly number[],
): Float64Array {
  const least = Math.min(...places.map(({ priority }) => priority));
  const unit = (teams.length * shiftSeconds + 1) / least;
  return Float64Array.from(placeOf, (place) => places[place]!.priority * unit);
}

type Found = {
  readonly model: RouteModel;
  readonly routes: readonly (readonly number[])[];
  readonly timesOf: (team: number, route: readonly number[]) => BegunStop[];
  readonly leftOut: PatrolPlan['leftOut'];
};

function finish(
  instance: PatrolInstance,
  { mode, seed }: PatrolOptions,
  { iterations, isCutShort }: SearchResult,
  { model, routes, timesOf, leftOut }: Found,
): PatrolPlan {
  const teams = routes.map((route, team): TeamPlan => {
    model.setRoute(team, route);
    const stops = withArrivals(instance, team, timesOf(team, route));
    const last = stops.at(-1);
    const { depot } = instance.teams[team]!;
    return {
      stops,
      travelSeconds: model.costOf(team),
      backAtSeconds: last
        ? last.endsAtSeconds +
          instance.travelSeconds[
            instance.places[last.place]!.location * instance.locations + depot
          ]!
        : 0,
    };
  });
  return {
    mode,
    seed,
    iterations,
    isCutShort,
    teams,
    leftOut: leftOut.toSorted((a, b) => a.round - b.round || a.place - b.place),
    priority: { ...covered(instance, leftOut), bound: priorityBound(instance) },
    travelSeconds: teams.reduce((sum, { travelSeconds }) => sum + travelSeconds, 0),
    worstRevisitSeconds: worstRevisit(teams),
  };
}

function withArrivals(
  { teams, places, locations, travelSeconds }: PatrolInstance,
  team: number,
  stops: readonly BegunStop[],
): TimedStop[] {
  let at = teams[team]!.depot;
  let free = 0;
  return stops.map((stop) => {
    const { location } = places[stop.place]!;
    const arrivesAtSeconds = free + travelSeconds[at * locations + location]!;
    at = location;
    free = stop.endsAtSeconds;
    return { ...stop, arrivesAtSeconds };
  });
}

function covered(instance: PatrolInstance, leftOut: PatrolPlan['leftOut']) {
  const sum = (places: readonly number[]) =>
    places.reduce((total, place) => total + instance.places[place]!.priority, 0);
  const of = roundsOf(instance) * sum([...instance.places.keys()]);
  return { covered: of - sum(leftOut.map(({ place }) => place)), of };
}

function worstRevisit(teams: readonly TeamPlan[]): number | null {
  const byPlace = Map.groupBy(
    teams.flatMap(({ stops }) => stops),
    ({ place }) => place,
  );
  const gaps = [...byPlace.values()].flatMap((stops) => {
    const begins = stops.map(({ beginsAtSeconds }) => beginsAtSeconds).sort((a, b) => a - b);
    return begins.slice(1).map((at, index) => at - begins[index]!);
  });
  return gaps.length === 0 ? null : Math.max(...gaps);
}

/** One of the orders in which a tour can be gone within its shift and revisit. */
function drawOrder(
  model: TourRoutes,
  team: number,
  route: readonly number[],
  random: () => number,
): readonly number[] {
  const orders = [route, route.toReversed()].flatMap((one) =>
    one.map((_, from) => [...one.slice(from), ...one.slice(0, from)]),
  );
  const fitting = orders.filter((order) => model.fits(team, order));
  return fitting[Math.floor(random() * fitting.length)] ?? route;
}
