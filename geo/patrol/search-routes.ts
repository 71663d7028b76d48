import { type Random, randomStream } from '../random/random-stream';
import type { RouteModel } from './route-model';

export type SearchOptions = {
  readonly seed: number;
  /** Rounds of ruin and recreate. The same number and seed give the same routes. */
  readonly iterations: number;
  /** Share of the time that has gone, asked now and then: where it runs out, the search cools sooner, and ends at 1. */
  readonly elapsedShare?: () => number;
};

export type SearchResult = {
  /** By team, visits in order. */
  readonly routes: readonly (readonly number[])[];
  readonly leftOut: readonly number[];
  /** Travel and penalties. */
  readonly cost: number;
  /** Rounds that were run. */
  readonly iterations: number;
  /** Whether time ran out: then the same seed need not give the same routes. */
  readonly isCutShort: boolean;
};

/** As the authors found them to serve over many kinds of instance. */
const MEAN_REMOVED = 10;
const LONGEST_STRING = 10;
const BLINK = 0.01;
const SPLIT = 0.5;
const SPLIT_DEPTH = 0.01;

/** Seconds of travel. A few ways across a county at first, so that whole groups of stops still change their team. */
const HOTTEST = 4000;
const COLDEST = 10;
const LOOK_EVERY = 128;
const WARM_UP = 0.1;

/**
 * Routes of least travel and penalties, by slack induction by string removals: neighbouring stretches of routes are taken
 * out and put back where they cost least, now and then not quite; worse routes are kept less and less often.
 *
 * @see Christiaens & Vanden Berghe (2020), Transportation Science 54(2), doi:10.1287/trsc.2019.0914
 */
export function searchRoutes(model: RouteModel, options: SearchOptions): SearchResult {
  const search = new Search(model, randomStream(options.seed, 'patrol routes'));
  let done = 0;
  let timeShare = 0;
  let isCutShort = false;
  for (; done < options.iterations; done++) {
    const share = done / options.iterations;
    if (done % LOOK_EVERY === 0) {
      timeShare = options.elapsedShare?.() ?? 0;
      // The first steps are slow, and tell nothing of the rest.
      isCutShort ||= timeShare > WARM_UP && timeShare > share;
      if (timeShare >= 1) break;
    }
    search.step(HOTTEST * (COLDEST / HOTTEST) ** (isCutShort ? Math.max(share, timeShare) : share));
  }
  return { ...search.best(), iterations: done, isCutShort };
}

class Search {
  /** By visit, the team whose route holds it; -1: none. */
  private readonly teamOf: Int32Array;
  private absent: number[];
  private cost: number;
  private bestCost: number;
  private bestRoutes: (readonly number[])[];
  private bestAbsent: readonly number[];
  /** Routes as they were before this step, of the teams that it has changed. */
  private readonly before = new Map<number, readonly number[]>();
  private readonly skip: () => boolean;
  private readonly model: RouteModel;
  private readonly random: Random;

  constructor(model: RouteModel, random: Random) {
    this.model = model;
    this.random = random;
    this.skip = () => random() < BLINK;
    this.teamOf = new Int32Array(model.visits).fill(-1);
    this.absent = Array.from({ length: model.visits }, (_, visit) => visit);
    for (let team = 0; team < model.teams; team++) model.setRoute(team, []);
    this.recreate(true);
    this.cost = this.total();
    this.bestCost = this.cost;
    this.bestRoutes = this.routes();
    this.bestAbsent = this.absent;
  }

  step(temperature: number): void {
    const absent = this.absent;
    this.before.clear();
    this.absent = [...absent];
    this.ruin();
    this.recreate(absent.length > 0);
    const cost = this.total();
    if (cost >= this.cost - temperature * Math.log(this.random())) {
      this.takeBack(absent);
      return;
    }
    this.cost = cost;
    if (cost >= this.bestCost) return;
    this.bestCost = cost;
    this.bestRoutes = this.routes();
    this.bestAbsent = this.absent;
  }

  best() {
    return { routes: this.bestRoutes, leftOut: this.bestAbsent, cost: this.bestCost };
  }

  private routes(): (readonly number[])[] {
    return Array.from({ length: this.model.teams }, (_, team) => this.model.routeOf(team));
  }

  private total(): number {
    let sum = 0;
    for (let team = 0; team < this.model.teams; team++) sum += this.model.costOf(team);
    for (const visit of this.absent) sum += this.model.penalties[visit]!;
    return sum;
  }

  private takeBack(absent: number[]): void {
    for (const visit of this.absent) this.teamOf[visit] = -1;
    for (const [team, route] of this.before) {
      this.model.setRoute(team, route);
      for (const visit of route) this.teamOf[visit] = team;
    }
    for (const visit of absent) this.teamOf[visit] = -1;
    this.absent = absent;
  }

  private change(team: number, route: readonly number[]): void {
    if (!this.before.has(team)) this.before.set(team, this.model.routeOf(team));
    this.model.setRoute(team, route);
  }

  /** Takes out strings of visits from routes near a visit drawn at random. */
  private ruin(): void {
    const { model, random } = this;
    const used = this.routes().filter((route) => route.length > 0);
    if (used.length === 0) return;
    const meanLength = (model.visits - this.absent.length) / used.length;
    const longest = Math.min(LONGEST_STRING, meanLength);
    const mostStrings = (4 * MEAN_REMOVED) / (1 + longest) - 1;
    const strings = Math.floor(random() * mostStrings + 1);
    const ruined = new Set<number>();
    const centre = Math.floor(random() * model.visits);
    for (const visit of model.neighbours[centre]!) {
      const team = this.teamOf[visit]!;
      if (team < 0 || ruined.has(team)) continue;
      this.ruinRoute(team, visit, longest);
      ruined.add(team);
      if (ruined.size >= strings) return;
    }
  }

  private ruinRoute(team: number, visit: number, longest: number): void {
    const { random } = this;
    const route = this.model.routeOf(team);
    const most = Math.min(route.length, longest);
    const length = Math.floor(random() * most + 1);
    let kept = 0;
    // A split string leaves a stretch in its middle where it is.
    if (length > 1 && length < route.length && random() < SPLIT) {
      kept = 1;
      while (length + kept < route.length && random() > SPLIT_DEPTH) kept++;
    }
    const at = route.indexOf(visit);
    const span = length + kept;
    const first = Math.max(0, at - span + 1);
    const last = Math.min(at, route.length - span);
    const from = first + Math.floor(random() * (last - first + 1));
    const keepFrom = from + 1 + Math.floor(random() * Math.max(1, length - 1));
    const left: number[] = [];
    for (let position = 0; position < route.length; position++) {
      const one = route[position]!;
      const isRemoved =
        position >= from &&
        position < from + span &&
        !(position >= keepFrom && position < keepFrom + kept);
      if (!isRemoved) {
        left.push(one);
        continue;
      }
      this.teamOf[one] = -1;
      this.absent.push(one);
    }
    this.change(team, left);
  }

  /** Puts back what is out, each where it costs least, in one of a few orders. */
  private recreate(isShort: boolean): void {
    const { model } = this;
    this.sortAbsent(isShort);
    const still: number[] = [];
    for (const visit of this.absent) {
      let cheapest = Number.POSITIVE_INFINITY;
      let team = -1;
      let position = 0;
      for (let one = 0; one < model.teams; one++) {
        const added = model.cheapestInsertion(one, visit, this.skip);
        if (added >= cheapest) continue;
        cheapest = added;
        team = one;
        position = model.insertion.position;
      }
      if (team < 0 || cheapest >= model.penalties[visit]!) {
        still.push(visit);
        continue;
      }
      this.change(team, model.routeOf(team).toSpliced(position, 0, visit));
      this.teamOf[visit] = team;
    }
    this.absent = still;
  }

  /** By chance; where not all fit, in half of the rounds those first that are worth most. */
  private sortAbsent(isShort: boolean): void {
    const { penalties } = this.model;
    const byWorth = isShort && this.random() < 0.5;
    const keys = new Map<number, number>();
    for (const visit of this.absent)
      keys.set(visit, byWorth ? -penalties[visit]! * (0.5 + this.random()) : this.random());
    this.absent.sort((a, b) => keys.get(a)! - keys.get(b)! || a - b);
  }
}
