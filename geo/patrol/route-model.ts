/**
 * What {@link searchRoutes} asks of a kind of route. Visits are numbered from 0; each is in one team's route, or in none.
 * Costs are seconds of travel in the whole shift.
 */
export type RouteModel = {
  readonly teams: number;
  readonly visits: number;
  /** What leaving a visit out costs, by visit, in the unit of travel. */
  readonly penalties: Float64Array;
  /** Visits by how close they are to each, itself first. */
  readonly neighbours: readonly Int32Array[];
  /** Takes a route for a team's, in this order; it is kept, and not changed by the caller. */
  setRoute(team: number, route: readonly number[]): void;
  routeOf(team: number): readonly number[];
  costOf(team: number): number;
  /**
   * The cheapest place of a visit in a team's route among those that `skip` lets pass; where it is stands in
   * `insertion.position`.
   *
   * @returns the added cost; Infinity if it fits nowhere.
   */
  cheapestInsertion(team: number, visit: number, skip: () => boolean): number;
  readonly insertion: { position: number };
};
