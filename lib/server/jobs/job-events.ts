import 'server-only';
import type { Db } from '@/db/client';
import { eventText, HEARTBEAT_TEXT, RECONNECT_TEXT } from '@/lib/http/event-stream';
import type { JobProgressNews } from '@/lib/jobs/job-view';
import { onJobNews } from './job-news';
import { readChangedJobs } from './manage';
import { realTimers, type Timers } from './timers';

const HEARTBEAT_MILLISECONDS = 15_000;

export type JobEventsRequest = {
  db: Db;
  jurisdiction: string;
  /** The version after which the listener knows nothing; null: it has just read the list. */
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
  const mailbox = new Mailbox();
  const unsubscribe = subscribe(mailbox, request);
  const changes = new Changes(request);
  // What happened between reading the list and listening.
  mailbox.add('changed');
  try {
    yield RECONNECT_TEXT;
    for (let isOver = false; !isOver; ) {
      const letters = await mailbox.take();
      isOver = letters.has('gone') || (letters.has('heartbeat') && !(await request.isAllowed()));
      if (!isOver) yield* textsOf(letters, mailbox, changes);
    }
  } finally {
    unsubscribe();
  }
}

async function* textsOf(
  letters: ReadonlySet<Letter>,
  mailbox: Mailbox,
  changes: Changes,
): AsyncGenerator<string> {
  for (const news of mailbox.takeProgress()) yield eventText('progress', news);
  if (letters.has('changed')) yield* changes.read();
  if (letters.has('heartbeat')) yield HEARTBEAT_TEXT;
}

function subscribe(
  mailbox: Mailbox,
  { jurisdiction, signal, timers = realTimers }: JobEventsRequest,
): () => void {
  const leave = () => mailbox.add('gone');
  signal.addEventListener('abort', leave, { once: true });
  const stops = [
    () => signal.removeEventListener('abort', leave),
    timers.every(HEARTBEAT_MILLISECONDS, () => {
      mailbox.add('heartbeat');
      // Some notice may have been lost: each heartbeat looks for itself.
      mailbox.add('changed');
    }),
    onJobNews((news) => {
      if ((news.jurisdiction ?? jurisdiction) !== jurisdiction) return;
      if (news.type === 'changed') mailbox.add('changed');
      else mailbox.addProgress({ id: news.id, progress: news.progress });
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** The jobs that changed since they were last sent. */
class Changes {
  readonly #request: JobEventsRequest;
  readonly #sent = new Map<string, number>();
  #version: number;

  constructor(request: JobEventsRequest) {
    this.#request = request;
    this.#version = request.lastVersion ?? 0;
  }

  async *read(): AsyncGenerator<string> {
    const { db, jurisdiction } = this.#request;
    for (const job of await readChangedJobs(db, jurisdiction, this.#version)) {
      this.#version = Math.max(this.#version, job.version);
      if (this.#sent.get(job.id) === job.version) continue;
      this.#sent.set(job.id, job.version);
      yield eventText('job', job, this.#version);
    }
  }
}

type Letter = 'changed' | 'progress' | 'heartbeat' | 'gone';

/** Collects news while the ones before are being sent: a slow listener gets the latest, not a backlog. */
class Mailbox {
  #letters = new Set<Letter>();
  #progress = new Map<string, JobProgressNews>();
  #deliver = () => {};

  add(letter: Letter): void {
    this.#letters.add(letter);
    this.#deliver();
  }

  addProgress(news: JobProgressNews): void {
    this.#progress.set(news.id, news);
    this.add('progress');
  }

  /** What has come in; waits for it. */
  async take(): Promise<ReadonlySet<Letter>> {
    if (this.#letters.size === 0)
      await new Promise<void>((resolve) => {
        this.#deliver = resolve;
      });
    const taken = this.#letters;
    this.#letters = new Set();
    return taken;
  }

  takeProgress(): JobProgressNews[] {
    const taken = [...this.#progress.values()];
    this.#progress.clear();
    return taken;
  }
}
