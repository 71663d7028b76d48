import { describe, expect, it } from 'vitest';
import { closingLine, FAILED, type Outcome, PASSED, skipped, total, withStatus } from './outcome';
import { readPlaywrightReport } from './playwright-report';

describe('the outcome of all stages', () => {
  it('is their sum, in one line', () => {
    const tests: Outcome = {
      passed: 40,
      failed: 0,
      failures: [],
      skipped: [{ name: 'a', reason: 'b', count: 1 }],
    };
    const all = total([PASSED, FAILED, tests, skipped('PostgreSQL', 'none found', 12)]);
    expect(closingLine(all)).toBe('41 passed, 1 failed, 13 skipped');
    expect(all.skipped.map(({ name }) => name)).toEqual(['a', 'PostgreSQL']);
  });

  it('is a failure when a program wrote no report, or ended badly without naming a test', () => {
    expect(withStatus(undefined, 0)).toEqual(FAILED);
    expect(withStatus(PASSED, 1)).toEqual({ passed: 1, failed: 1, failures: [], skipped: [] });
    expect(withStatus(FAILED, 1)).toEqual(FAILED);
    expect(withStatus(PASSED, 0)).toEqual(PASSED);
  });
});

describe('a report of Playwright', () => {
  it('is counted through nested suites; a test that passed on a second try has failed', () => {
    const annotations = [{ type: 'skip', description: 'needs ../shared' }];
    const outcome = readPlaywrightReport({
      errors: [],
      suites: [
        {
          title: 'map.e2e.ts',
          specs: [{ title: 'opens', tests: [{ status: 'expected', annotations: [] }] }],
          suites: [
            {
              title: 'list',
              specs: [
                { title: 'highlights', tests: [{ status: 'flaky', annotations: [] }] },
                { title: 'breaks', tests: [{ status: 'unexpected', annotations: [] }] },
                { title: 'opens Chicago', tests: [{ status: 'skipped', annotations }] },
              ],
            },
          ],
        },
      ],
    });
    expect(outcome).toEqual({
      passed: 1,
      failed: 2,
      failures: [
        'map.e2e.ts > list > highlights: passed on a second try only',
        'map.e2e.ts > list > breaks',
      ],
      skipped: [{ name: 'map.e2e.ts > list > opens Chicago', reason: 'needs ../shared', count: 1 }],
    });
  });

  it('counts an error outside the tests, such as a server that did not start', () => {
    expect(readPlaywrightReport({ suites: [], errors: [{ message: 'x' }] }).failed).toBe(1);
  });
});
