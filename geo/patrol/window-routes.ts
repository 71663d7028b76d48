import { nearestFirst } from './nearest-first';
import { type PatrolInstance, roundsOf } from './patrol-instance';
import type { RouteModel } from './route-model';

/** One stop at one place, which begins between two instants of the shift, in seconds from its beginning. */
export type WindowVisit = {
  readonly place: number;
  readonly opens: number;
  readonly closes: number;
};

/** Each place once in each window, the shift cut into windows of one revisit or a little less, to the second. */
export function windowVisits(instance: PatrolInstance): WindowVisit[] {
  const rounds = roundsOf(instance);
  return Array.from({ length: rounds }, (_, round) =>
    instance.places.map((_, place) => ({
      place,
      opens: Math.round((round * instance.shiftSeconds) / rounds),
      closes: Math.round(((round + 1) * instance.shiftSeconds) / rounds),
    })),
  ).flat();
}

/** What one window's distance counts beside travel, when neighbours are looked for. */
const WINDOW_WEIGHT = 0.05;

/** Routes whose stops have windows: from the depot through the stops to the depot, within the shift. */
export class WindowRoutes implements RouteModel {
  readonly teams: number;
  readonly visits: number;
  readonly penalties: Float64Array;
  readonly neighbours: readonly Int32Array[];
  readonly insertion = { position: 0 };
  private readonly location: Int32Array;
  private readonly opens: Float64Array;
  private readonly closes: Float64Array;
  private readonly stop: Float64Array;
  private readonly instance: PatrolInstance;
  private readonly routes: (readonly number[])[];
  private readonly costs: Float64Array;
  /** By team, along its route from the depot at 0 to the depot again: locations. */
  private readonly at: Int32Array[];
  /** Likewise: when it can leave at the earliest. */
  private readonly free: Float64Array[];
  /** Likewise: when it must have begun there so that all after it can be met. */
  private readonly due: Float64Array[];

  constructor(instance: PatrolInstance, visits: readonly WindowVisit[], penalties: Float64Array) {
    const { places, teams } = instance;
    this.instance = instance;
    this.penalties = penalties;
    this.teams = teams.length;
    this.visits = visits.length;
    this.location = Int32Array.from(visits, ({ place }) => places[place]!.location);
    this.stop = Float64Array.from(visits, ({ place }) => places[place]!.stopSeconds);
    this.opens = Float64Array.from(visits, ({ opens }) => opens);
    this.closes = Float64Array.from(visits, ({ closes }) => closes);
    this.routes = teams.map(() => []);
    this.costs = new Float64Array(teams.length);
    this.at = teams.map(({ depot }) => new Int32Array(visits.length + 2).fill(depot));
    this.free = teams.map(() => new Float64Array(visits.length + 2));
    this.due = teams.map(() => new Float64Array(visits.length + 2).fill(instance.shiftSeconds));
    this.neighbours = nearestFirst(
      visits.length,
      (a, b) =>
        this.travel(this.location[a]!, this.location[b]!) +
        WINDOW_WEIGHT * Math.abs(this.opens[a]! - this.opens[b]!),
    );
  }

  routeOf(team: number): readonly number[] {
    return this.routes[team]!;
  }

  costOf(team: number): number {
    return this.costs[team]!;
  }

  setRoute(team: number, route: readonly number[]): void {
    const { depot } = this.instance.teams[team]!;
    const at = this.at[team]!;
    const free = this.free[team]!;
    const due = this.due[team]!;
    const end = route.length + 1;
    this.routes[team] = route;
    at[0] = depot;
    at[end] = depot;
    free[0] = 0;
    due[end] = this.instance.shiftSeconds;
    let cost = 0;
    for (let position = 1; position < end; position++) {
      const visit = route[position - 1]!;
      at[position] = this.location[visit]!;
      const way = this.travel(at[position - 1]!, at[position]!);
      cost += way;
      free[position] = Math.max(free[position - 1]! + way, this.opens[visit]!) + this.stop[visit]!;
    }
    for (let position = end - 1; position > 0; position--) {
      const visit = route[position - 1]!;
      const way = this.travel(at[position]!, at[position + 1]!);
      due[position] = Math.min(this.closes[visit]!, due[position + 1]! - way - this.stop[visit]!);
    }
    this.costs[team] = end === 1 ? 0 : cost + this.travel(at[end - 1]!, depot);
  }

  cheapestInsertion(team: number, visit: number, skip: () => boolean): number {
    const at = this.at[team]!;
    const free = this.free[team]!;
    const due = this.due[team]!;
    const here = this.location[visit]!;
    const opens = this.opens[visit]!;
    const closes = this.closes[visit]!;
    const stop = this.stop[visit]!;
    const { length } = this.routes[team]!;
    let cheapest = Number.POSITIVE_INFINITY;
    for (let position = 0; position <= length; position++) {
      if (free[position]! > closes) break;
      const onward = this.travel(here, at[position + 1]!);
      const there = this.travel(at[position]!, here);
      const begins = Math.max(free[position]! + there, opens);
      if (begins > Math.min(closes, due[position + 1]! - onward - stop)) continue;
      // A team without a stop does not leave its depot: from it to itself is no way.
      const added = there + onward - this.travel(at[position]!, at[position + 1]!);
      if (added >= cheapest || skip()) continue;
      cheapest = added;
      this.insertion.position = position;
    }
    return cheapest;
  }

  /** When each stop of a team begins at the earliest, in seconds of the shift. */
  beginnings(team: number): number[] {
    const free = this.free[team]!;
    return this.routes[team]!.map((visit, position) => free[position + 1]! - this.stop[visit]!);
  }

  private travel(from: number, to: number): number {
    return this.instance.travelSeconds[from * this.instance.locations + to]!;
  }
}
