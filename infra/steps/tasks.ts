/** A state or a part of one, as the Amazon States Language writes it. */
export type Json = Readonly<Record<string, unknown>>;

/** The functions of a day, by the handlers of `src/lambda`: ARNs. */
export type DayFunctions = Readonly<
  Record<
    | 'list_deliveries'
    | 'gate_ledger'
    | 'canonicalize_delivery'
    | 'commit_deliveries'
    | 'sync_catalog'
    | 'plan_jobs'
    | 'begin_job'
    | 'start_job'
    | 'look_at_job'
    | 'collect_alerts'
    | 'verify_trail'
    | 'write_report',
    string
  >
>;

/** Seconds that a function has at the most, and the state that waits for it a little longer. */
export const FUNCTION_SECONDS = 900;
const GRACE_SECONDS = 30;

/**
 * What may go well the next time: failures that a handler calls retryable, Lambda itself, and a function that ran out of time or memory.
 * Anything else ends its state at once, so that it can be put right and the execution be redriven from there.
 */
const RETRYABLE = [
  'Retryable',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
  'Lambda.Unknown',
  'Sandbox.Timedout',
  'Runtime.ExitError',
  'States.Timeout',
];

/** Bounded, further and further apart, and never all at once. */
export function retry(errors: readonly string[], attempts: number): Json[] {
  return [
    {
      ErrorEquals: [...errors],
      IntervalSeconds: 2,
      MaxAttempts: attempts,
      BackoffRate: 2,
      MaxDelaySeconds: 120,
      JitterStrategy: 'FULL',
    },
  ];
}

/** Calls a function, whose answer is the output of the state. Its tries are one more than a poisoned file may take, three. */
export function invoke(arn: string, payload: unknown, rest: Json): Json {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName: arn, Payload: payload },
    TimeoutSeconds: FUNCTION_SECONDS + GRACE_SECONDS,
    Retry: retry(RETRYABLE, 6),
    Output: '{% $states.result.Payload %}',
    ...rest,
  };
}

/** Goes on somewhere else whatever failed, with what it was. */
export function catchAll(next: string, output: unknown): Json[] {
  return [{ ErrorEquals: ['States.ALL'], Next: next, Output: output }];
}
