/** A job as the browser and `--json` get it. */
export type JobView = {
  readonly jurisdiction: string;
  readonly id: string;
  readonly kind: string;
  readonly state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
  /** What it is about, by its kind: the month that is ranked, the file that comes in. */
  readonly facts: Readonly<Record<string, string>>;
  readonly progress: JobProgress | null;
  /** Starts so far, and at most. */
  readonly attempts: number;
  readonly maxAttempts: number;
  readonly isCancelling: boolean;
  /** Figures of its result, by its kind. */
  readonly figures: Readonly<Record<string, number>>;
  readonly error: { readonly code: 'refused' | 'lost' | 'internal'; readonly text: string } | null;
  /** Name of who asked. */
  readonly createdBy: string;
  /** Instants, ISO 8601. */
  readonly createdAt: string;
  readonly runAfter: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  /** Microseconds since 1970 of the latest change that is shown. */
  readonly version: number;
};

export type JobProgress = {
  readonly step: JobStep;
  readonly done: number;
  /** Null where it is not known. */
  readonly total: number | null;
};

/** What a job is at; each has its text. */
export const JOB_STEPS = ['reading', 'storing', 'ranking', 'counting'] as const;
type JobStep = (typeof JOB_STEPS)[number];

/** Progress of a job that runs in the server's own process, told without a look into the database. */
export type JobProgressNews = { readonly id: string; readonly progress: JobProgress };
