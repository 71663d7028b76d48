import { writeFileSync } from 'node:fs';
import type { Reporter, SerializedError, TestModule } from 'vitest/node';
import type { Outcome } from './outcome';

/** Writes vitest's {@link Outcome} to the file named by TEST_OUTCOME: its own JSON leaves out why a test was skipped. */
export default class OutcomeReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const outcome: Outcome = { passed: 0, failed: errors.length, skipped: [] };
    for (const module of modules) addModule(outcome, module);
    writeFileSync(process.env.TEST_OUTCOME ?? '/dev/stdout', JSON.stringify(outcome));
  }
}

function addModule(outcome: Outcome, module: TestModule): void {
  // A file that cannot be read, or whose hook failed, may have no failed test.
  outcome.failed += module.errors().length;
  for (const suite of module.children.allSuites()) outcome.failed += suite.errors().length;
  for (const test of module.children.allTests()) {
    const result = test.result();
    if (result.state === 'passed') outcome.passed++;
    else if (result.state === 'failed') outcome.failed++;
    else {
      const reason = (result.state === 'skipped' && result.note) || 'says no reason';
      outcome.skipped.push({
        name: `${module.relativeModuleId} > ${test.fullName}`,
        reason,
        count: 1,
      });
    }
  }
}
