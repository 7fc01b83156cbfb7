import { AwsJsonFake } from '../aws-json-fake.js';
import {
  type FakeRun,
  GlueJobsError,
  type GlueJobsSettings,
  GlueJobsState,
  type JobInput,
  type RunInput,
} from './glue-jobs-state.js';

type Asked = { JobName?: string; RunId?: string; JobRunIds?: string[] };

/**
 * The part of Glue's jobs that tapewarden calls, as an HTTP server that speaks its JSON.
 *
 * Each look at a run lets `look_ms` pass, so that a client that polls sees every state.
 */
export class FakeGlueJobs extends AwsJsonFake {
  readonly state: GlueJobsState;
  /** What a run does when it runs. */
  work: GlueJobsSettings['work'];
  look_ms = 1_000;

  private constructor(settings: GlueJobsSettings) {
    super('AWSGlue');
    this.work = settings.work;
    this.state = new GlueJobsState({ ...settings, work: (run) => this.work(run) });
  }

  /** A server that listens on a free port of this machine. */
  static async start(settings: Partial<GlueJobsSettings> = {}): Promise<FakeGlueJobs> {
    const fake = new FakeGlueJobs({
      ...{ jobs: 2_000, runs: 200, list_lag: 0, step_ms: 1_000 },
      work: () => Promise.resolve({ ok: true }),
      ...settings,
    });
    return fake.listen();
  }

  protected async act(operation: string, body: string): Promise<object> {
    const asked = JSON.parse(body) as Asked;
    switch (operation) {
      case 'CreateJob': {
        const input = JSON.parse(body) as JobInput;
        this.state.create(input);
        return { Name: input.Name };
      }
      case 'StartJobRun':
        return { JobRunId: this.state.start(JSON.parse(body) as RunInput).id };
      case 'GetJobRun':
        await this.state.advance(this.look_ms);
        return { JobRun: described(this.state.run(asked.JobName, asked.RunId)) };
      case 'GetJobRuns':
        return { JobRuns: this.state.list(asked.JobName).map(described) };
      case 'BatchStopJobRun':
        return this.#stop(asked);
      case 'DeleteJob':
        this.state.jobs.delete(asked.JobName ?? '');
        return { JobName: asked.JobName };
      default:
        throw new GlueJobsError('UnknownOperationException', operation);
    }
  }

  #stop({ JobName, JobRunIds = [] }: Asked): object {
    const stopped = JobRunIds.map((JobRunId) => ({ JobRunId, ok: this.state.stop(JobName, JobRunId) }));
    const ErrorDetail = { ErrorCode: 'InvalidInputException', ErrorMessage: 'has ended' };
    return {
      SuccessfulSubmissions: stopped.filter(({ ok }) => ok).map(({ JobRunId }) => ({ JobName, JobRunId })),
      Errors: stopped.filter(({ ok }) => !ok).map(({ JobRunId }) => ({ JobName, JobRunId, ErrorDetail })),
    };
  }
}

function described({ id, job, input, state, error, started_ms, running_ms, ended_ms }: FakeRun): object {
  const workers = input.NumberOfWorkers ?? 10;
  const seconds = running_ms === null || ended_ms === null ? 0 : (ended_ms - running_ms) / 1000;
  // Counted where workers come and go: all of them for as long as it ran.
  const scales = job.DefaultArguments?.['--enable-auto-scaling'] === 'true' && ended_ms !== null;
  return {
    ...{ Id: id, JobName: job.Name, Attempt: 0, JobRunState: state, Arguments: input.Arguments },
    ...(error === '' ? {} : { ErrorMessage: error }),
    ...{ StartedOn: started_ms / 1000, LogGroupName: '/aws-glue/jobs', GlueVersion: job.GlueVersion },
    ...{ ExecutionTime: Math.round(seconds), MaxCapacity: workers, NumberOfWorkers: workers },
    ...(scales ? { DPUSeconds: seconds * workers } : {}),
    ...(ended_ms === null ? {} : { CompletedOn: ended_ms / 1000 }),
  };
}
