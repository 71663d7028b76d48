import 'server-only';
import type { Db } from '@/db/client';
import { outageOf } from '@/db/outage';
import { eventText, HEARTBEAT_TEXT, RECONNECT_TEXT } from '@/lib/http/event-stream';
import type { JobProgressNews } from '@/lib/jobs/job-view';
import { onJobNews } from './job-news';
import { readChangedJobs } from './manage';
import { realTimers, type Timers } from './timers';

const HEARTBEAT_MILLISECONDS = 15_000;

export type JobEventsRequest = {
  db: Db;
  jurisdiction: string;
  /** The version after which the listener knows nothing; null: nothing at all. */
  lastVersion: number | null;
  /** Aborted when the listener has gone. */
  signal: AbortSignal;
  /** Asked at each heartbeat: a stream must not outlive its session. */
  isAllowed: () => Promise<boolean>;
  timers?: Timers;
};

/**
 * Server-sent events of a jurisdiction's jobs: `job` with a job that changed and its version as id, `progress` of jobs
 * that run in this process, and heartbeats. Ends when the listener goes or is no longer allowed.
 */
export async function* jobEvents(request: JobEventsRequest): AsyncGenerator<string> {
  const { jurisdiction, signal, isAllowed, timers = realTimers } = request;
  const outbox = new Outbox();
  const changes = new Changes(request, outbox);
  const leave = () => outbox.close();
  signal.addEventListener('abort', leave, { once: true });
  // Gone before they were answered: no event tells that.
  if (signal.aborted) leave();
  const stopBeating = timers.every(HEARTBEAT_MILLISECONDS, () => {
    outbox.put(HEARTBEAT_TEXT);
    isAllowed().then((may) => may || outbox.close(), leave);
    // Some notice may have been lost: each heartbeat looks for itself.
    changes.look();
  });
  const stopListening = onJobNews((news) => {
    if ((news.jurisdiction ?? jurisdiction) !== jurisdiction) return;
    if (news.type === 'changed') changes.look();
    else outbox.putProgress({ id: news.id, progress: news.progress });
  });
  try {
    yield RECONNECT_TEXT;
    // What happened between reading the list and listening.
    changes.look();
    while (!outbox.isClosed) yield* await outbox.take();
  } finally {
    stopListening();
    stopBeating();
    signal.removeEventListener('abort', leave);
  }
}

/**
 * Sends jobs that changed since they were last sent. Beside the stream, not in it: an import that holds the embedded
 * database's session keeps this waiting, while its progress goes on being told.
 */
class Changes {
  readonly #request: JobEventsRequest;
  readonly #outbox: Outbox;
  readonly #sent = new Map<string, number>();
  #version: number;
  #isLooking = false;
  #isStale = false;

  constructor(request: JobEventsRequest, outbox: Outbox) {
    this.#request = request;
    this.#outbox = outbox;
    this.#version = request.lastVersion ?? 0;
  }

  look(): void {
    this.#isStale = true;
    if (this.#isLooking) return;
    this.#isLooking = true;
    this.#readAll()
      .catch((error: unknown) => {
        // The next heartbeat looks again; a browser that is refused once would stay away.
        if (outageOf(error)) return;
        // The browser connects again, and hears why where it cannot.
        this.#outbox.close();
      })
      .finally(() => {
        this.#isLooking = false;
      });
  }

  async #readAll(): Promise<void> {
    const { db, jurisdiction } = this.#request;
    while (this.#isStale && !this.#outbox.isClosed) {
      this.#isStale = false;
      for (const job of await readChangedJobs(db, jurisdiction, this.#version)) {
        this.#version = Math.max(this.#version, job.version);
        if (this.#sent.get(job.id) === job.version) continue;
        this.#sent.set(job.id, job.version);
        this.#outbox.put(eventText('job', job, this.#version));
      }
    }
  }
}

/** What is to be sent; of progress only the latest, so that a slow listener is not sent a backlog. */
class Outbox {
  isClosed = false;
  #texts: string[] = [];
  #progress = new Map<string, JobProgressNews>();
  #deliver = () => {};

  put(text: string): void {
    this.#texts.push(text);
    this.#deliver();
  }

  putProgress(news: JobProgressNews): void {
    this.#progress.set(news.id, news);
    this.#deliver();
  }

  close(): void {
    this.isClosed = true;
    this.#deliver();
  }

  /** Waits for something to send; nothing where it was closed meanwhile. */
  async take(): Promise<string[]> {
    if (this.#texts.length === 0 && this.#progress.size === 0 && !this.isClosed)
      await new Promise<void>((resolve) => {
        this.#deliver = resolve;
      });
    const progress = [...this.#progress.values()].map((news) => eventText('progress', news));
    const taken = [...this.#texts, ...progress];
    this.#texts = [];
    this.#progress.clear();
    return taken;
  }
}
