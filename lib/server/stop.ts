import 'server-only';

export type StopSteps = {
  /** Resolves when the last request has been answered. */
  readonly drain: () => Promise<void>;
  /** Resolves when the running jobs have been given back. */
  readonly stopWorkers: () => Promise<void>;
  readonly closeDatabase: () => Promise<void>;
  readonly exit: (status: number) => void;
  readonly report: (error: unknown, what: string) => void;
  /** How long all of it may take. */
  readonly milliseconds: number;
};

/** As a shell tells that a signal ended a process: 128 and the signal's number. */
const CUT_SHORT = 143;

/**
 * Makes what to do when the process is asked to stop: requests are answered to their end and jobs given back, then the
 * database is closed. Asked a second time, or out of time, it ends at once.
 */
export function stopper(steps: StopSteps): () => void {
  let isStopping = false;
  return () => {
    if (isStopping) {
      steps.exit(CUT_SHORT);
      return;
    }
    isStopping = true;
    void stopInTime(steps);
  };
}

async function stopInTime(steps: StopSteps): Promise<void> {
  const timer = setTimeout(() => {
    const text = `still busy after ${steps.milliseconds} ms`;
    steps.report(new Error(text), 'stopped in the middle of answers');
    steps.exit(CUT_SHORT);
  }, steps.milliseconds);
  try {
    // Both need the database.
    await Promise.all([steps.drain(), steps.stopWorkers()]);
    await steps.closeDatabase();
    steps.exit(0);
  } catch (error) {
    steps.report(error, 'could not stop in order');
    steps.exit(1);
  } finally {
    clearTimeout(timer);
  }
}
