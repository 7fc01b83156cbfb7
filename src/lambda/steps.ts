/** Steps of a run and the functions beside it: values of the dimension `Step`, and nothing else becomes one. */
export const STEPS = [
  'list-deliveries',
  'gate-ledger',
  'canonicalize-delivery',
  'commit-deliveries',
  'sync-catalog',
  'plan-jobs',
  'begin-job',
  'start-job',
  'look-at-job',
  'collect-alerts',
  'verify-trail',
  'write-report',
  'notify',
  'plan-schedule',
  'watch-run',
] as const;

/** One of them. */
export type StepName = (typeof STEPS)[number];
