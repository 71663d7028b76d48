import type { Instrumentation } from 'next';

/** Before the first request: wrong settings or an absent database stop the start, not the first visitor. */
export async function register(): Promise<void> {
  // Next inlines this and leaves the branch out of the bundle of other runtimes.
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { startServer } = await import('./lib/server/start');
    await startServer();
  }
}

/** What pages and server actions throw; handlers answer for themselves. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { logPageError } = await import('./lib/server/http/page-error');
    logPageError(error, { headers: request.headers, route: context.routePath });
  }
};
