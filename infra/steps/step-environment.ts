import { REPORTS } from '../lake/lake-stack.js';
import type { Names } from '../names.js';
import type { Stage } from '../stage.js';

/** Share of the memory that the database may have; the rest is for Node and for what it reads. */
const DATABASE_SHARE = 0.6;
/** Lambda gives a whole processor for each 1,769 MB. */
const CPU_MB = 1769;

/** Settings of a step that lies in `/var/task` with the project beside the code: those of `LambdaEnvironment` in src/lambda. */
export function stepEnvironment(
  { stage, names }: { stage: Stage; names: Names },
  { step, memory_mb }: { step: string; memory_mb: number },
): Record<string, string> {
  return {
    TAPEWARDEN_STAGE: stage.name,
    TAPEWARDEN_STEP: step,
    TAPEWARDEN_PROJECT: '/var/task/project',
    ...(stage.profile === null ? {} : { TAPEWARDEN_PROFILE: stage.profile }),
    TAPEWARDEN_CODE: stage.code,
    TAPEWARDEN_RAW: `s3://${names.bucket('raw')}`,
    TAPEWARDEN_STATE: `s3://${names.bucket('state')}`,
    TAPEWARDEN_REPORTS: `s3://${names.bucket('results')}/${REPORTS.replace('/', '')}`,
    TAPEWARDEN_THREADS: String(Math.max(1, Math.floor(memory_mb / CPU_MB))),
    TAPEWARDEN_MEMORY_MB: String(Math.floor(memory_mb * DATABASE_SHARE)),
  };
}
