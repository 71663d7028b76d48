import { type PatrolInstance, roundsOf } from '../patrol-instance';
import type { PatrolPlan } from '../plan-patrols';

/** What a plan does that it may not, in words; written without the planner's own arithmetic. */
export function brokenRules(instance: PatrolInstance, plan: PatrolPlan): string[] {
  const { places, teams, shiftSeconds, locations, travelSeconds, revisitSeconds } = instance;
  const travel = (from: number, to: number) => travelSeconds[from * locations + to]!;
  const broken: string[] = [];
  const say = (isBroken: boolean, what: string) => {
    if (isBroken) broken.push(what);
  };
  const seen = new Map<string, number>();
  let total = 0;
  plan.teams.forEach(({ stops, travelSeconds: told, backAtSeconds }, team) => {
    const { depot } = teams[team]!;
    let at = depot;
    let free = 0;
    let way = 0;
    for (const { place, round, beginsAtSeconds, endsAtSeconds } of stops) {
      const { location, stopSeconds } = places[place]!;
      way += travel(at, location);
      say(beginsAtSeconds < free + travel(at, location), `team ${team} cannot be at ${place} yet`);
      say(
        endsAtSeconds - beginsAtSeconds !== stopSeconds,
        `a stop at ${place} is not as long as told`,
      );
      if (plan.mode === 'windows') {
        const edge = (of: number) => Math.round((of * shiftSeconds) / roundsOf(instance));
        say(beginsAtSeconds < edge(round), `${place} is visited too soon`);
        say(beginsAtSeconds > edge(round + 1), `${place} is visited too late`);
      }
      seen.set(`${place}/${round}`, (seen.get(`${place}/${round}`) ?? 0) + 1);
      at = location;
      free = endsAtSeconds;
    }
    way += travel(at, depot);
    total += way;
    say(way !== told, `team ${team} travels ${way} s, not ${told}`);
    if (stops.length > 0)
      say(backAtSeconds !== free + travel(at, depot), `team ${team} is back at another time`);
    say(free + travel(at, depot) > shiftSeconds, `team ${team} is back after its shift`);
  });
  say(total !== plan.travelSeconds, 'travel does not add up');
  for (const { place, round } of plan.leftOut)
    seen.set(`${place}/${round}`, (seen.get(`${place}/${round}`) ?? 0) + 1);
  say(seen.size !== places.length * roundsOf(instance), 'a visit is neither made nor left out');
  say(
    [...seen.values()].some((times) => times !== 1),
    'a visit is made twice',
  );
  if (plan.mode === 'cycles')
    say((plan.worstRevisitSeconds ?? 0) > revisitSeconds, 'a place waits longer than a revisit');
  return broken;
}
