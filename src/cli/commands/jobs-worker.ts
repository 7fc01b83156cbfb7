import path from 'node:path';
import { workQueue } from '../../jobs/local/work-queue.js';
import { EXIT, type ExitCode } from '../../project/exit-codes.js';
import { localQueue } from '../../project/open-jobs.js';
import { loadProject, openLake, type ProjectFlags } from '../../project/project.js';
import { inProcessFolder } from '../../store/process-folder.js';
import type { CliContext } from '../cli-context.js';

const MINUTE_MS = 60_000;

/** Works off the jobs that wait on this machine; `jobs submit` starts it. */
export async function jobsWorker(context: CliContext, flags: ProjectFlags): Promise<ExitCode> {
  const project = await loadProject(context, flags);
  const { memory_mb = 1200, threads = 2, timeout_minutes = 120 } = project.jobs.local ?? {};
  const store = await openLake(project);
  await inProcessFolder(project.work, (work) =>
    workQueue({
      queue: localQueue(project),
      store,
      limits: {
        spill: path.join(work, 'jobs'),
        memory_mb,
        threads,
        timeout_ms: timeout_minutes * MINUTE_MS,
        leave: () => process.exit(EXIT.outside_failed),
      },
    }),
  );
  return EXIT.clear;
}
