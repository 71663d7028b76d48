/** One server-sent event; its data is JSON, which has no line breaks of its own. */
export function eventText(event: string, data: unknown, id?: number): string {
  const idLine = id === undefined ? '' : `id: ${id}\n`;
  return `${idLine}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Keeps the connection open, and finds out where it is not. */
export const HEARTBEAT_TEXT = ': still here\n\n';

/** How long a browser waits before it connects again. */
export const RECONNECT_TEXT = 'retry: 2000\n\n';

const HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'private, no-store, no-transform',
  'X-Accel-Buffering': 'no',
};

/**
 * Answers with events as they come. No proxy may hold them back.
 *
 * @param stopping is aborted when the server stops.
 * @param open is given the signal that the listener has gone, or that the server stops.
 */
export function eventStream(
  request: Request,
  stopping: AbortSignal,
  open: (signal: AbortSignal) => AsyncGenerator<string>,
): Response {
  // Next answers HEAD by GET and drops the body, unread: nobody would ever end the stream.
  if (request.method === 'HEAD' || stopping.aborted)
    return new Response(null, { headers: HEADERS });
  const encoder = new TextEncoder();
  const left = new AbortController();
  const events = open(AbortSignal.any([request.signal, stopping, left.signal]));
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await events.next();
      if (done) {
        left.abort();
        controller.close();
      } else controller.enqueue(encoder.encode(value));
    },
    cancel() {
      left.abort();
    },
  });
  return new Response(body, { headers: HEADERS });
}
