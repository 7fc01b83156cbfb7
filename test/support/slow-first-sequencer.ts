import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take longest; begun last, one of them would keep the whole run waiting while other processors are idle. */
const SLOW = [
  'test/canonicalize/hostile/broken-files.test.ts',
  'test/e2e/quickstart.test.ts',
  'test/lake/crash-of-a-run.test.ts',
  'test/surveillance/pattern-properties.test.ts',
  'test/report/accessibility.test.ts',
  'test/simulate/scenarios.test.ts',
  'test/cli/newcomer.test.ts',
  'test/security/posture/every-control.test.ts',
  'test/lambda/day.test.ts',
];

/** Begins with files that have a worker of their own, so that no shared one is ended for them, then the slow ones. */
export default class SlowFirstSequencer extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const placeOf = ({ moduleId, project }: TestSpecification): number => {
      if (project.config.isolate) return 0;
      return SLOW.some((slow) => moduleId.endsWith(slow)) ? 1 : 2;
    };
    return (await super.sort(files)).sort((one, other) => placeOf(one) - placeOf(other));
  }
}
