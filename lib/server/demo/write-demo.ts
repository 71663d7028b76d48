import 'server-only';
import { sql } from 'kysely';
import type { Database, Session } from '@/db/client';
import { demoCity } from '@/lib/demo/city';
import { DEMO_CODE } from './demo-jurisdiction';
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
    progress('writing incidents and crashes');
    await writeIncidents(session, city, options);
    progress('writing hazards, premises and defects');
    await writeRisks(session, city, options.seed);
    progress('counting facts');
    await rebuildFacts(session);
  });
}

async function rebuildFacts({ db }: Session): Promise<void> {
  await sql`
    INSERT INTO cell_month (jurisdiction, kind, month, origin, i, j, count, harm)
    SELECT incident.jurisdiction, kind, month, origin, cell_i, cell_j, count(*)::int, sum(harm_weight)
    FROM incident JOIN kind ON kind.jurisdiction = incident.jurisdiction AND kind.code = incident.kind
    WHERE incident.jurisdiction = ${DEMO_CODE}
    GROUP BY 1, 2, 3, 4, 5, 6
  `.execute(db);
  await sql`SELECT bump_data_version(${DEMO_CODE}, 'incidents')`.execute(db);
}
