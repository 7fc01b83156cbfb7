import { catchAll, type DayFunctions, invoke, type Json, retry } from './tasks.js';

/** What a step about one job is told, out of whatever its state was. */
const JOB =
  '{% { "execution": $states.input.execution, "trade_date": $states.input.trade_date, "job_id": $states.input.job_id } %}';
const LOOK_SECONDS = 30;
/** Twelve hours of looks. */
const MOST_LOOKS = 1440;
/** A job may wait in the queue of its application for six hours. */
const QUEUE_SECONDS = 21_600;

/**
 * Runs every job to its end: on EMR Serverless, in a function where it is small, or at another service that is looked at again and again.
 *
 * A job that fails stops no other; the run tells its pattern as failed.
 */
export function runJobs(functions: DayFunctions): Json {
  return {
    Type: 'Map',
    Items: '{% [$states.input.jobs] %}',
    ItemSelector: {
      execution: '{% $execution %}',
      trade_date: '{% $trade_date %}',
      job_id: '{% $states.context.Map.Item.Value.job_id %}',
    },
    MaxConcurrency: 20,
    ItemProcessor: {
      ProcessorConfig: { Mode: 'INLINE' },
      StartAt: 'BeginJob',
      States: jobStates(functions),
    },
    Output: {},
    Next: 'CollectAlerts',
  };
}

function jobStates(functions: DayFunctions): Json {
  return {
    BeginJob: invoke(functions.begin_job, JOB, {
      Assign: { looks: 0 },
      Catch: catchAll('JobGivenUp', JOB),
      Next: 'JobWay',
    }),
    JobWay: {
      Type: 'Choice',
      Choices: [
        { Condition: "{% $states.input.way = 'emr' %}", Next: 'RunOnEmr' },
        { Condition: "{% $states.input.way = 'ended' %}", Next: 'JobEnded' },
      ],
      Default: 'StartJob',
    },
    RunOnEmr: {
      Type: 'Task',
      Resource: 'arn:aws:states:::emr-serverless:startJobRun.sync',
      // Its client token is made of job, attempt and lake (ADR 36): whoever asks again starts nothing twice.
      Arguments: '{% $states.input.start %}',
      TimeoutSeconds: `{% $states.input.start.ExecutionTimeoutMinutes * 60 + ${QUEUE_SECONDS} %}`,
      Retry: retry(['EMRServerless.ThrottlingException', 'EMRServerless.InternalServerException'], 5),
      // How it ended is read from the service and recorded, whichever way it did.
      Catch: catchAll('LookAtJob', JOB),
      Output: JOB,
      Next: 'LookAtJob',
    },
    StartJob: invoke(functions.start_job, JOB, { Catch: catchAll('JobGivenUp', JOB), Next: 'JobSeen' }),
    LookAtJob: invoke(functions.look_at_job, JOB, {
      Assign: { looks: '{% $looks + 1 %}' },
      Catch: catchAll('JobGivenUp', JOB),
      Next: 'JobSeen',
    }),
    JobSeen: {
      Type: 'Choice',
      Choices: [
        { Condition: '{% $states.input.again %}', Next: 'BeginJob' },
        { Condition: '{% $states.input.ended %}', Next: 'JobEnded' },
        { Condition: `{% $looks >= ${MOST_LOOKS} %}`, Next: 'JobGivenUp' },
      ],
      Default: 'WaitForJob',
    },
    WaitForJob: { Type: 'Wait', Seconds: LOOK_SECONDS, Next: 'LookAtJob' },
    // Nothing is recorded of its end, so that the run calls its pattern failed and whoever attaches to it finds it.
    JobGivenUp: { Type: 'Pass', Output: {}, End: true },
    JobEnded: { Type: 'Pass', Output: {}, End: true },
  };
}
