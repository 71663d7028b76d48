import { nearestFirst } from './nearest-first';
import { type PatrolInstance, roundsOf } from './patrol-instance';
import type { RouteModel } from './route-model';

/**
 * Tours: a team goes from its depot to its first place, round its places as many times as the shift has rounds, and back. A
 * visit is a place, and each round sees it. No round takes longer than a revisit, and all fit in the shift.
 *
 * The travel of a team is the way out, each round's, those from the last place to the first between rounds, and the way back.
 */
export class TourRoutes implements RouteModel {
  readonly teams: number;
  readonly visits: number;
  readonly penalties: Float64Array;
  readonly neighbours: readonly Int32Array[];
  readonly insertion = { position: 0 };
  readonly rounds: number;
  private readonly instance: PatrolInstance;
  private readonly routes: (readonly number[])[];
  private readonly costs: Float64Array;
  /** By team, one round's travel from the first place to the last, and its stops. */
  private readonly inner: Float64Array;
  private readonly stops: Float64Array;

  constructor(instance: PatrolInstance, penalties: Float64Array) {
    this.instance = instance;
    this.penalties = penalties;
    this.teams = instance.teams.length;
    this.visits = instance.places.length;
    this.rounds = roundsOf(instance);
    this.routes = instance.teams.map(() => []);
    this.costs = new Float64Array(this.teams);
    this.inner = new Float64Array(this.teams);
    this.stops = new Float64Array(this.teams);
    this.neighbours = nearestFirst(this.visits, (a, b) => this.between(a, b));
  }

  routeOf(team: number): readonly number[] {
    return this.routes[team]!;
  }

  costOf(team: number): number {
    return this.costs[team]!;
  }

  /** Seconds of one round: its stops, its travel and the way from its last place to its first. */
  roundOf(team: number): number {
    const route = this.routes[team]!;
    if (route.length === 0) return 0;
    return this.stops[team]! + this.inner[team]! + this.between(route.at(-1)!, route[0]!);
  }

  setRoute(team: number, route: readonly number[]): void {
    this.routes[team] = route;
    let inner = 0;
    let stops = 0;
    for (let position = 0; position < route.length; position++) {
      stops += this.instance.places[route[position]!]!.stopSeconds;
      if (position > 0) inner += this.between(route[position - 1]!, route[position]!);
    }
    this.inner[team] = inner;
    this.stops[team] = stops;
    this.costs[team] =
      route.length === 0 ? 0 : this.shiftTravel(team, inner, route[0]!, route.at(-1)!);
  }

  /** Whether a team can go a route in this order, within its shift and every revisit. */
  fits(team: number, route: readonly number[]): boolean {
    const now = this.routes[team]!;
    this.setRoute(team, route);
    const { revisitSeconds, shiftSeconds } = this.instance;
    const fits =
      this.roundOf(team) <= revisitSeconds &&
      this.costs[team]! + this.rounds * this.stops[team]! <= shiftSeconds;
    this.setRoute(team, now);
    return fits;
  }

  cheapestInsertion(team: number, visit: number, skip: () => boolean): number {
    const { revisitSeconds, shiftSeconds, places } = this.instance;
    const route = this.routes[team]!;
    const stops = this.stops[team]! + places[visit]!.stopSeconds;
    let cheapest = Number.POSITIVE_INFINITY;
    for (let position = 0; position <= route.length; position++) {
      const first = position === 0 ? visit : route[0]!;
      const last = position === route.length ? visit : route.at(-1)!;
      const inner = this.inner[team]! + this.detour(route[position - 1], visit, route[position]);
      if (stops + inner + this.between(last, first) > revisitSeconds) continue;
      const travel = this.shiftTravel(team, inner, first, last);
      if (travel + this.rounds * stops > shiftSeconds) continue;
      const added = travel - this.costs[team]!;
      if (added >= cheapest || skip()) continue;
      cheapest = added;
      this.insertion.position = position;
    }
    return cheapest;
  }

  private detour(previous: number | undefined, visit: number, next: number | undefined): number {
    if (previous === undefined) return next === undefined ? 0 : this.between(visit, next);
    if (next === undefined) return this.between(previous, visit);
    return this.between(previous, visit) + this.between(visit, next) - this.between(previous, next);
  }

  private shiftTravel(team: number, inner: number, first: number, last: number): number {
    const { depot } = this.instance.teams[team]!;
    const { places } = this.instance;
    return (
      this.travel(depot, places[first]!.location) +
      this.rounds * inner +
      (this.rounds - 1) * this.between(last, first) +
      this.travel(places[last]!.location, depot)
    );
  }

  private between(from: number, to: number): number {
    const { places } = this.instance;
    return this.travel(places[from]!.location, places[to]!.location);
  }

  private travel(from: number, to: number): number {
    return this.instance.travelSeconds[from * this.instance.locations + to]!;
  }
}
