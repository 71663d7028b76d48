import type { Outcome } from './outcome';

type Annotation = { type: string; description?: string };
type Test = {
  status: 'expected' | 'unexpected' | 'flaky' | 'skipped';
  annotations: Annotation[];
};
type Spec = { title: string; tests: Test[] };
type Suite = { title: string; specs?: Spec[]; suites?: Suite[] };

/** The part of Playwright's JSON report that is counted. */
export type PlaywrightReport = { suites: Suite[]; errors: unknown[] };

/** A test that passed only when it was tried again has failed: it says something different on the same code. */
export function readPlaywrightReport({ suites, errors }: PlaywrightReport): Outcome {
  const outcome: Outcome = { passed: 0, failed: errors.length, failures: [], skipped: [] };
  for (const suite of suites) addSuite(outcome, suite, suite.title);
  return outcome;
}

function addSuite(outcome: Outcome, { specs = [], suites = [] }: Suite, path: string): void {
  for (const { title, tests } of specs)
    for (const test of tests) addTest(outcome, `${path} > ${title}`, test);
  for (const suite of suites) addSuite(outcome, suite, `${path} > ${suite.title}`);
}

function addTest(outcome: Outcome, name: string, { status, annotations }: Test): void {
  if (status === 'expected') outcome.passed++;
  else if (status === 'skipped')
    outcome.skipped.push({ name, reason: reasonOf(annotations), count: 1 });
  else {
    outcome.failed++;
    outcome.failures.push(status === 'flaky' ? `${name}: passed on a second try only` : name);
  }
}

function reasonOf(annotations: readonly Annotation[]): string {
  const skip = annotations.find(({ type }) => type === 'skip' || type === 'fixme');
  return skip?.description ?? 'says no reason';
}
