import { writeFileSync } from 'node:fs';
import type { Reporter, SerializedError, TestModule } from 'vitest/node';
import type { Outcome } from './outcome';

/** Writes vitest's {@link Outcome} to the file named by TEST_OUTCOME: its own JSON leaves out why a test was skipped. */
export default class OutcomeReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const outcome: Outcome = { passed: 0, failed: 0, failures: [], skipped: [] };
    for (const error of errors) addFailure(outcome, error.message);
    for (const module of modules) addModule(outcome, module);
    writeFileSync(process.env.TEST_OUTCOME ?? '/dev/stdout', JSON.stringify(outcome));
  }
}

function addModule(outcome: Outcome, module: TestModule): void {
  // A file that cannot be read, or whose hook failed, may have no failed test.
  const errors = [module, ...module.children.allSuites()].flatMap((part) => part.errors());
  for (const { message } of errors) addFailure(outcome, `${module.relativeModuleId}: ${message}`);
  for (const test of module.children.allTests()) {
    const name = `${module.relativeModuleId} > ${test.fullName}`;
    const result = test.result();
    if (result.state === 'passed') outcome.passed++;
    else if (result.state === 'failed')
      addFailure(outcome, `${name}: ${result.errors[0]?.message}`);
    else {
      const reason = (result.state === 'skipped' && result.note) || 'says no reason';
      outcome.skipped.push({ name, reason, count: 1 });
    }
  }
}

function addFailure(outcome: Outcome, failure: string): void {
  outcome.failed++;
  outcome.failures.push(failure);
}
