/** One import in a process of its own, whose memory can be told; `npm run bench` starts it. Tells its parent the result. */
import { openPostgres } from '@/db/postgres';
import { DEMO_CODE } from '@/lib/server/demo/demo-jurisdiction';
import { importFile } from '@/lib/server/imports/import-file';
import type { ImportProcessResult } from './bench/import';
import { timed } from './bench/stopwatch';

const [url = '', csv = ''] = process.argv.slice(2);
const database = openPostgres({ url });
try {
  const { ms, result } = await timed(() =>
    importFile(database, {
      jurisdiction: DEMO_CODE,
      path: csv,
      options: {
        subject: 'incidents',
        columns: 'id=id,occurred=occurred,kind=kind,lon=lon,lat=lat',
      },
      createKinds: true,
      rejectsPath: `${csv}.rejects.csv`,
      now: Date.now(),
    }),
  );
  const told: ImportProcessResult = {
    ms,
    accepted: result.accepted,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
  };
  process.send?.(told);
} finally {
  await database.close();
}
