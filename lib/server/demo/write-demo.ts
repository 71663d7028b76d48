import 'server-only';
import { sql } from 'kysely';
import type { Database } from '@/db/client';
import { rebuildFacts } from '@/db/queries/facts';
import { scorePremises } from '@/db/queries/premises-risk';
import { TODAY } from '@/lib/demo/calendar';
import { demoCity } from '@/lib/demo/city';
import { screenJurisdiction } from '../black-spots';
import { DEMO_CODE } from './demo-jurisdiction';
import { writeCampaigns } from './write-campaigns';
import { writeEffects } from './write-effects';
import { writeIncidents } from './write-incidents';
import { writePlaces } from './write-places';
import { writeRisks } from './write-risks';

export type DemoOptions = { size: number; seed: number };

/** Called when a step begins, with what it does. */
export type Progress = (step: string) => void;

/** Writes the whole demo city in one transaction: all of it is there, or nothing. */
export async function writeDemo(
  database: Database,
  options: DemoOptions,
  progress: Progress = () => {},
): Promise<void> {
  progress('drawing the city');
  const city = demoCity(options.seed);
  await database.session(async (session) => {
    progress('writing places, roads and cells');
    await writePlaces(session, city);
    await writeCampaigns(session, city.towns);
    await writeEffects(session.db, city.towns);
    progress('writing incidents and crashes');
    await writeIncidents(session, city, options);
    progress('writing hazards, premises and defects');
    await writeRisks(session, city, options.seed);
    progress('counting facts');
    await rebuildFacts(session.db, DEMO_CODE);
    await sql`SELECT bump_data_version(${DEMO_CODE}, 'incidents')`.execute(session.db);
    progress('finding black spots and scoring premises');
    await screenJurisdiction(session.db, { jurisdiction: DEMO_CODE, asOf: '2020-07-01' });
    await scorePremises(session.db, { jurisdiction: DEMO_CODE, asOf: new Date(TODAY) });
    // The embedded database gathers no statistics by itself, and plans badly without.
    await sql`ANALYZE`.execute(session.db);
  });
}
