import highsLoader from 'highs';
import type { PatrolInstance } from '../patrol-instance';

/**
 * The best plan of a small instance with one round, whose teams share a depot: all routes that a team can go are listed, each
 * by its set of places and as short as can be (Held & Karp), and HiGHS chooses among them by integer programming.
 */
export async function exactPlan(
  instance: PatrolInstance,
  worth: (priority: number) => number,
): Promise<{ priority: number; travelSeconds: number }> {
  const { places, teams } = instance;
  const routes = feasibleRoutes(instance);
  const value = ({ set, travelSeconds }: Route) =>
    members(set).reduce((sum, place) => sum + worth(places[place]!.priority), -travelSeconds);
  const used = routes.map((_, index) => `r${index}`);
  const through = (place: number) => used.filter((_, index) => (routes[index]!.set >> place) & 1);
  const rules = [used, ...places.map((_, place) => through(place))].flatMap((names, rule) =>
    names.length === 0
      ? []
      : [` c${rule}: ${names.join(' + ')} <= ${rule === 0 ? teams.length : 1}`],
  );
  const objective = routes.map((route, index) => `+ ${value(route)} r${index}`).join(' ');
  const highs = await highsLoader();
  const { Status, Columns } = highs.solve(
    `Maximize\n obj: ${objective.replaceAll('+ -', '- ')}\nSubject To\n${rules.join('\n')}\nBinary\n ${used.join(' ')}\nEnd\n`,
    { mip_rel_gap: 0 },
  );
  if (Status !== 'Optimal') throw new Error(`HiGHS: ${Status}`);
  const chosen = routes.filter((_, index) => (Columns[`r${index}`]?.Primal ?? 0) > 0.5);
  return {
    priority: chosen
      .flatMap(({ set }) => members(set))
      .reduce((sum, place) => sum + places[place]!.priority, 0),
    travelSeconds: chosen.reduce((sum, { travelSeconds }) => sum + travelSeconds, 0),
  };
}

/** Places as bits. */
type Route = { readonly set: number; readonly travelSeconds: number };

function members(set: number): number[] {
  return Array.from({ length: 32 }, (_, place) => place).filter((place) => (set >> place) & 1);
}

function feasibleRoutes({ places, teams, shiftSeconds, locations, travelSeconds }: PatrolInstance) {
  const { depot } = teams[0]!;
  const way = (from: number, to: number) => travelSeconds[from * locations + to]!;
  const at = (place: number) => places[place]!.location;
  const count = places.length;
  /** By set and last place: the shortest way from the depot through all to it. */
  const shortest = new Float64Array(count << count).fill(Number.POSITIVE_INFINITY);
  const routes: Route[] = [];
  for (let set = 1; set < 1 << count; set++) {
    const inside = members(set);
    for (const last of inside) {
      const before = set ^ (1 << last);
      shortest[set * count + last] =
        before === 0
          ? way(depot, at(last))
          : Math.min(
              ...members(before).map(
                (one) => shortest[before * count + one]! + way(at(one), at(last)),
              ),
            );
    }
    const travel = Math.min(
      ...inside.map((last) => shortest[set * count + last]! + way(at(last), depot)),
    );
    const stops = inside.reduce((sum, place) => sum + places[place]!.stopSeconds, 0);
    if (travel + stops <= shiftSeconds) routes.push({ set, travelSeconds: travel });
  }
  return routes;
}
