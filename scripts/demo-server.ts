/** Serves the built application for `npm run demo`: plain Node runs this file, with the port as its argument. */
import { createServer } from 'node:http';
import next from 'next';

const port = Number(process.argv[2] ?? 3000);
const application = next({ dev: false, port, hostname: 'localhost' });
await application.prepare();
const answer = application.getRequestHandler();
const server = createServer((request, response) => {
  answer(request, response);
});
server.once('error', (error) => {
  console.error(`demo: cannot serve on port ${port}: ${error.message}`);
  process.exit(1);
});
server.listen(port, () => process.send?.('listening'));
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    server.close();
    server.closeAllConnections();
    // The database is closed by the handler that lib/server/start.ts has set; then nothing is left to wait for.
    process.disconnect?.();
  });
}
