/** One server-sent event; its data is JSON, which has no line breaks of its own. */
export function eventText(event: string, data: unknown, id?: number): string {
  const idLine = id === undefined ? '' : `id: ${id}\n`;
  return `${idLine}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Keeps the connection open, and finds out where it is not. */
export const HEARTBEAT_TEXT = ': still here\n\n';

/** How long a browser waits before it connects again. */
export const RECONNECT_TEXT = 'retry: 2000\n\n';

/**
 * Answers with events as they come. No proxy may hold them back.
 *
 * @param open is given the signal that the listener has gone.
 */
export function eventStream(
  request: Request,
  open: (signal: AbortSignal) => AsyncGenerator<string>,
): Response {
  const encoder = new TextEncoder();
  const left = new AbortController();
  const events = open(AbortSignal.any([request.signal, left.signal]));
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
  return new Response(body, {
    headers: {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'private, no-store, no-transform',
      'X-Accel-Buffering': 'no',
    },
  });
}
