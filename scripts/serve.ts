/**
 * Serves the built application from the working copy: `npm start` and `npm run demo`. Plain Node runs
 * this file, with the port as its argument or in PORT. To deploy there is `.next/standalone/server.js`. What is to be
 * done when they are asked to stop, lib/server/start.ts knows.
 */
import { createServer } from 'node:http';
import next from 'next';

const port = Number(process.argv[2] ?? process.env.PORT ?? 3000);
const application = next({ dev: false, port, hostname: 'localhost' });
await application.prepare();
const answer = application.getRequestHandler();
const server = createServer((request, response) => {
  answer(request, response);
});
server.once('error', (error) => {
  console.error(`cannot serve on port ${port}: ${error.message}`);
  process.exit(1);
});
server.listen(port, () => {
  // The demo tells of it in its own words.
  if (process.send) process.send('listening');
  else console.log(`http://localhost:${port}/  (Ctrl-C stops)`);
});
