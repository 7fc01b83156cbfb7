/** What the service says of a job run that did not end well. */
export type EmrTrouble = { state: string; details: string; queued_ms: number };

const KNOWN: readonly { found: RegExp; words: (trouble: EmrTrouble) => string }[] = [
  {
    found: /exit(?:ed)?(?: with)?(?: a non-zero)?(?: exit)?(?: code)? ?[:=]? ?137|code\W{0,3}137/i,
    words: () =>
      'a worker was killed because it took more memory than it has (exit 137); give the class more executors, so that each reads less, or narrow the settings',
  },
  {
    found: /ApplicationMaxCapacityExceeded|maximum capacity/i,
    words: () =>
      'the application has no capacity left below its maximum (ApplicationMaxCapacityExceeded); wait for other jobs to end, raise maximumCapacity of the application, or lower executors of the class',
  },
  {
    found: /queue(?:d)?\W+time|timed? ?out.{0,40}queue/i,
    words: ({ queued_ms }) =>
      `it waited ${minutes(queued_ms)} in the queue of the application and was given up; submit again when fewer jobs run, or raise maxConcurrentRuns or the queue's time-out`,
  },
  {
    found: /execution time-?out|executionTimeout|exceeded.{0,40}time-?out/i,
    words: () =>
      'it took longer than its time limit; raise timeout_minutes of the class, or ceiling_usd where that sets the limit',
  },
  {
    found: /AccessDenied|not authorized|403/i,
    words: () =>
      "its role may not do what it did; the role, the bucket's policy and the key's policy must all allow it: the job's own policy only narrows them",
  },
  {
    found: /insufficient.{0,30}(?:capacity|ip|address)|vCPU quota|service quota/i,
    words: () =>
      'the account or its subnets have no room left for workers; raise the vCPU quota of EMR Serverless or name larger subnets',
  },
];

/** Why a job run failed, in words with the next step, and what the service said itself; null where it says nothing. */
export function explainEmrFailure(trouble: EmrTrouble): string | null {
  const details = trouble.details.trim();
  const known = KNOWN.find(({ found }) => found.test(details));
  if (known === undefined) return details === '' ? null : details;
  return `${known.words(trouble)}; the service says: ${details}`;
}

/** What a job run waits for that has not begun; null while it does not wait. */
export function explainEmrWait(state: string): string | null {
  return state === 'QUEUED'
    ? 'waits in the queue of the application: as many jobs run as it allows at once'
    : null;
}

function minutes(ms: number): string {
  const whole = Math.floor(ms / 60_000);
  if (whole < 1) return 'less than a minute';
  return whole === 1 ? '1 minute' : `${whole} minutes`;
}
