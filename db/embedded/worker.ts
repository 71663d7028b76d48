/**
 * The thread that owns the embedded database. Node runs this file as it stands (type stripping), so that the
 * command line, the tests and the built server start the same one; hence the explicit .ts in its imports.
 */
import { fileURLToPath } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite, type PGliteOptions } from '@electric-sql/pglite';
import { postgis } from '@electric-sql/pglite-postgis';
import { TEXT_TYPE_OIDS } from '../types.ts';
import { postgisBundle } from './postgis-bundle.ts';
import type { WorkerReply, WorkerRequest, WorkerSettings } from './protocol.ts';

const settings = workerData as WorkerSettings;
const asText = (text: string) => text;
/** Parameters arrive as the text PostgreSQL reads; PGlite's own serialisers would refuse a number for a text column. */
const serializers = new Proxy({}, { get: () => (value: string) => value }) as Record<
  number,
  (value: string) => string
>;

/** PostGIS without what is not used of it. */
const smallPostgis: typeof postgis = {
  ...postgis,
  async setup(...given) {
    const setup = await postgis.setup(...given);
    if (!setup.bundlePath) return setup;
    const folder = fileURLToPath(new URL('../../node_modules/.cache/zhantu', import.meta.url));
    return { ...setup, bundlePath: postgisBundle(setup.bundlePath, folder) };
  },
};

async function open(): Promise<PGlite> {
  const options: PGliteOptions = {
    extensions: { postgis: smallPostgis },
    parsers: Object.fromEntries(Object.values(TEXT_TYPE_OIDS).map((oid) => [oid, asText])),
  };
  if (settings.directory) options.dataDir = settings.directory;
  if (settings.snapshot) options.loadDataDir = new Blob([settings.snapshot as BlobPart]);
  return PGlite.create(options);
}

async function answer(pglite: PGlite, request: WorkerRequest): Promise<unknown> {
  switch (request.type) {
    case 'query': {
      if (request.parameters.length === 0) {
        // The simple protocol: migrations hold many statements in one text.
        const results = await pglite.exec(request.sql);
        const last = results.at(-1);
        return {
          rows: last?.rows ?? [],
          command: last?.command ?? '',
          rowCount: last?.rowCount ?? 0,
        };
      }
      const { rows, command, rowCount } = await pglite.query(request.sql, [...request.parameters], {
        serializers,
      });
      return { rows, command, rowCount };
    }
    case 'copy':
      await pglite.query(request.sql, [], { blob: new Blob([request.data]) });
      return undefined;
    case 'dump': {
      const file = await pglite.dumpDataDir('none');
      return new Uint8Array(await file.arrayBuffer());
    }
    case 'close':
      await pglite.close();
      return undefined;
    default:
      throw new Error(`unknown request ${JSON.stringify(request satisfies never)}`);
  }
}

const port = parentPort;
if (!port) throw new Error('embedded/worker.ts runs as a worker thread');
const opening = open();
// Seen by the first request too; without a handler here Node would end the process before it can say why.
opening.catch(() => {});

port.on('message', async (request: WorkerRequest) => {
  let reply: WorkerReply;
  try {
    reply = { id: request.id, ok: true, value: await answer(await opening, request) };
  } catch (error) {
    const { message, ...fields } = error as Error & Record<string, unknown>;
    const { code, detail, hint, constraint, table, column, schema, severity, position, where } =
      fields;
    reply = {
      id: request.id,
      ok: false,
      error: {
        message,
        code,
        detail,
        hint,
        constraint,
        table,
        column,
        schema,
        severity,
        position,
        where,
      },
    };
  }
  port.postMessage(reply);
});
