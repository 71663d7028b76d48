/** What one stage came to; `failures` names those that failed, where the program told them. */
export type Outcome = { passed: number; failed: number; failures: string[]; skipped: Skip[] };

/** Something that did not run, and why; `count` tests of it. */
type Skip = { name: string; reason: string; count: number };

export const PASSED: Outcome = { passed: 1, failed: 0, failures: [], skipped: [] };
export const FAILED: Outcome = { passed: 0, failed: 1, failures: [], skipped: [] };

/** A stage that could not run on this machine. */
export function skipped(name: string, reason: string, count = 1): Outcome {
  return { passed: 0, failed: 0, failures: [], skipped: [{ name, reason, count }] };
}

export function total(outcomes: readonly Outcome[]): Outcome {
  return {
    passed: outcomes.reduce((sum, { passed }) => sum + passed, 0),
    failed: outcomes.reduce((sum, { failed }) => sum + failed, 0),
    failures: outcomes.flatMap(({ failures }) => failures),
    skipped: outcomes.flatMap(({ skipped }) => skipped),
  };
}

/** How many tests an outcome left out. */
export function skippedCount({ skipped }: Outcome): number {
  return skipped.reduce((sum, { count }) => sum + count, 0);
}

/** The closing line. */
export function closingLine(outcome: Outcome): string {
  return `${outcome.passed} passed, ${outcome.failed} failed, ${skippedCount(outcome)} skipped`;
}

/**
 * What a test program came to, by the file it was told to write and its exit status: a program that ended badly
 * without naming a failed test (a crash, a file that cannot be read) has failed all the same.
 */
export function withStatus(reported: Outcome | undefined, status: number): Outcome {
  if (!reported) return FAILED;
  if (status !== 0 && reported.failed === 0) return { ...reported, failed: 1 };
  return reported;
}
