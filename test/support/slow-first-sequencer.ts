import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take longest; begun last, one of them would keep the whole run waiting while other processors are idle. */
const SLOW = [
  'test/lake/simulation/simulate-lake.test.ts',
  'test/canonicalize/hostile/broken-files.test.ts',
  'test/lake/crash-of-a-run.test.ts',
];

/** Begins with the slow files, and then goes on as without it. */
export default class SlowFirstSequencer extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isSlow = ({ moduleId }: TestSpecification): boolean => SLOW.some((slow) => moduleId.endsWith(slow));
    const sorted = await super.sort(files);
    return [...sorted.filter(isSlow), ...sorted.filter((file) => !isSlow(file))];
  }
}
