import 'server-only';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/** A request that is being answered. */
type OpenRequest = { readonly response: ServerResponse; jurisdiction?: string };

type Holder = {
  readonly open: Map<string, OpenRequest>;
  readonly servers: Set<Server>;
  readonly onIdle: Set<() => void>;
  readonly stopping: AbortController;
};

/** On globalThis: instrumentation and routes are bundled apart, and see the same requests. */
const holder = globalThis as typeof globalThis & { zhantuRequests?: Holder };

function requests(): Holder {
  holder.zhantuRequests ??= {
    open: new Map(),
    servers: new Set(),
    onIdle: new Set(),
    stopping: new AbortController(),
  };
  return holder.zhantuRequests;
}

export type Started = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly server: Server;
};

/** Counts a request among those that are being answered; returns what forgets it and tells what was noted of it. */
export function openRequest(
  id: string,
  { response, server }: Started,
): () => { readonly jurisdiction?: string } {
  const { open, servers, onIdle } = requests();
  // A proxy may name two requests alike; each is still counted.
  const key = open.has(id) ? `${id} ${open.size} ${performance.now()}` : id;
  const opened: OpenRequest = { response };
  open.set(key, opened);
  servers.add(server);
  return () => {
    open.delete(key);
    if (open.size === 0) for (const tell of onIdle) tell();
    return opened;
  };
}

/** Notes of which jurisdiction a request is, for its line in the log. */
export function noteJurisdiction(requestId: string | null, jurisdiction: string): void {
  const opened = requestId === null ? undefined : requests().open.get(requestId);
  if (opened && /^\d{6}$/.test(jurisdiction)) opened.jurisdiction = jurisdiction;
}

/** Aborted when the server is asked to stop: what would go on for ever ends with it. */
export function stoppingSignal(): AbortSignal {
  return requests().stopping.signal;
}

/** Takes no more connections, ends endless answers, and resolves when the last request has been answered. */
export async function drainRequests(): Promise<void> {
  const { open, servers, onIdle, stopping } = requests();
  for (const server of servers) server.close();
  for (const { response } of open.values()) response.shouldKeepAlive = false;
  stopping.abort();
  if (open.size === 0) return;
  await new Promise<void>((resolve) => {
    onIdle.add(resolve);
  });
}
