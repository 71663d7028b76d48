import 'server-only';
import { sql } from 'kysely';
import type { Db } from '@/db/client';
import { insertEffectRegistration, insertEffectTowns } from '@/db/queries/effect';
import { DEMO_EFFECTS } from '@/lib/demo/effects';
import type { TownSketch } from '@/lib/demo/towns';
import { DEMO_CODE } from './demo-jurisdiction';

/** Who registered the demo's comparisons, by name. */
const BY = '演示·分析员';

/** Registers the demo's comparisons, at the times that the demo has them registered. */
export async function writeEffects(db: Db, towns: readonly TownSketch[]): Promise<void> {
  const idsOf = (names: readonly string[]) =>
    names.map((name) => {
      const town = towns.find((each) => each.name === name);
      if (!town) throw new RangeError(`no town is called ${name}`);
      return town.id;
    });
  for (const { treated, control, registeredAt, ...effect } of DEMO_EFFECTS) {
    const registration = await insertEffectRegistration(db, {
      ...effect,
      ...{ jurisdiction: DEMO_CODE, origins: ['citizen'], ringMetres: 500, registeredBy: BY },
    });
    const key = { jurisdiction: DEMO_CODE, registration };
    await insertEffectTowns(db, { ...key, part: 'treated' }, idsOf(treated));
    await insertEffectTowns(db, { ...key, part: 'control' }, idsOf(control));
    // The database stamps what is registered with its own clock, and says by that whether it came too late.
    await sql`
      UPDATE effect_registration SET registered_at = ${registeredAt}::timestamptz
      WHERE jurisdiction = ${DEMO_CODE} AND id = ${registration}::bigint
    `.execute(db);
  }
}
