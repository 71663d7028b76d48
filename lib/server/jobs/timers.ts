import 'server-only';

/** What repeats by itself; tests hold their own and say when. */
export type Timers = {
  /** Calls `work` again and again; returns the way to stop. */
  every(milliseconds: number, work: () => void): () => void;
};

export const realTimers: Timers = {
  every(milliseconds, work) {
    const timer = setInterval(work, milliseconds);
    return () => clearInterval(timer);
  },
};
