/** `npm run demo`: writes the synthetic city into the database. */
import { closeDatabase, database } from '@/lib/server/database';
import { writeDemo } from '@/lib/server/demo/write-demo';

await writeDemo(await database(), { size: 60_000, seed: 1 }, (step) => console.error(step));
await closeDatabase();
