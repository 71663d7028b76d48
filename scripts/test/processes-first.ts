import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Puts the tests that run whole commands in front: begun last, the longest would leave all cores but one idle. */
export class ProcessesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) => moduleId.includes('/scripts/');
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}
