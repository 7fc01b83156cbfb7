// Generated from schemas/step-outputs.schema.json by npm run generate; do not edit.

/**
 * What steps of the state machine answer, each by its name.
 */
export interface StepOutputs {
  'list-deliveries'?: ListDeliveriesOutput;
  'gate-ledger'?: GateLedgerOutput;
  'canonicalize-delivery'?: CanonicalizeDeliveryOutput;
  'commit-deliveries'?: CommitDeliveriesOutput;
  'sync-catalog'?: SyncCatalogOutput;
  'plan-jobs'?: PlanJobsOutput;
  'begin-job'?: BeginJobOutput;
  'start-job'?: StartJobOutput;
  'look-at-job'?: LookAtJobOutput;
  'collect-alerts'?: CollectAlertsOutput;
  'verify-trail'?: VerifyTrailOutput;
  'write-report'?: WriteReportOutput;
  'watch-run'?: WatchRunOutput;
}
/**
 * What came.
 */
export interface ListDeliveriesOutput {
  /**
   * Name of the execution, which its keys are made of.
   */
  execution: string;
  /**
   * Trade date.
   */
  trade_date: string;
  /**
   * Files that came, those that no feed claims too.
   */
  files: number;
  /**
   * Key of the list of deliveries in the state.
   */
  list: string;
  /**
   * What is taken one after the other.
   *
   * Items: One wave.
   */
  waves: {
    /**
     * Where the ranges of the map are.
     */
    ranges: {
      /**
       * Bucket of the state.
       */
      bucket: string;
      /**
       * Key in it.
       */
      key: string;
    };
    /**
     * Files of the wave.
     */
    files: number;
    /**
     * Feeds to commit after it, sorted.
     *
     * Items: Feed.
     */
    feeds: string[];
  }[];
}
/**
 * Whether the day is begun now, later or not at all.
 */
export interface GateLedgerOutput {
  /**
   * Which.
   */
  verdict: 'go' | 'wait' | 'nothing';
  /**
   * Instant as ISO 8601 in UTC where it is waited for.
   */
  until: string | null;
  /**
   * Why, in words.
   */
  reason: string;
}
/**
 * How many files of the range came to an end.
 */
export interface CanonicalizeDeliveryOutput {
  /**
   * Files settled.
   */
  settled: number;
  /**
   * Files that never came to an end.
   */
  unfinished: number;
}
/**
 * How far the commits came.
 */
export interface CommitDeliveriesOutput {
  /**
   * Name of the execution, which its keys are made of.
   */
  execution: string;
  /**
   * Trade date.
   */
  trade_date: string;
  /**
   * Key of the list of deliveries in the state.
   */
  list: string;
  /**
   * Place of the wave in the list.
   */
  wave: number;
  /**
   * Feed.
   */
  feed: string;
  /**
   * Place of the file among those of the feed and wave to begin with.
   */
  from: number;
  /**
   * Whether all of the wave is committed.
   */
  done: boolean;
  /**
   * Place of the file to go on with.
   */
  next: number;
  /**
   * Files published by the call.
   */
  published: number;
  /**
   * Files refused by the call.
   */
  refused: number;
}
/**
 * What became of the catalog.
 */
export interface SyncCatalogOutput {
  /**
   * Name of the execution, which its keys are made of.
   */
  execution: string;
  /**
   * Trade date.
   */
  trade_date: string;
  /**
   * No catalog is kept, it is up to date, or some of it is left as it is.
   */
  state: 'none' | 'synced' | 'left';
  /**
   * What is left, in words.
   */
  left: string[];
}
/**
 * Jobs to run.
 */
export interface PlanJobsOutput {
  /**
   * Name of the execution, which its keys are made of.
   */
  execution: string;
  /**
   * Trade date.
   */
  trade_date: string;
  /**
   * Jobs that are not blocked.
   *
   * Items: One job.
   */
  jobs: {
    /**
     * Pattern.
     */
    pattern_id: string;
    /**
     * Job: hash of its plan.
     */
    job_id: string;
  }[];
  /**
   * Jobs that are not run, because a dataset is missing or their rule is not in force.
   */
  blocked: number;
}
/**
 * How the job is started.
 */
export interface BeginJobOutput {
  /**
   * Name of the execution, which its keys are made of.
   */
  execution: string;
  /**
   * Trade date.
   */
  trade_date: string;
  /**
   * Job: hash of its plan.
   */
  job_id: string;
  /**
   * What starts it: Step Functions on EMR Serverless, a function itself, another service, or nothing any more.
   */
  way: 'emr' | 'here' | 'service' | 'ended';
  /**
   * Number of the attempt, from 1.
   */
  attempt: number;
  /**
   * What EMR Serverless is asked for, in the words of Step Functions; null where it is not.
   */
  start: {} | null;
}
/**
 * How the job stands.
 */
export interface StartJobOutput {
  /**
   * Name of the execution, which its keys are made of.
   */
  execution: string;
  /**
   * Trade date.
   */
  trade_date: string;
  /**
   * Job: hash of its plan.
   */
  job_id: string;
  /**
   * Number of the newest attempt, from 1; 0 where there is none.
   */
  attempt: number;
  /**
   * How it stands, in the service's words.
   */
  state: string;
  /**
   * Whether it is over.
   */
  ended: boolean;
  /**
   * Whether another attempt is to be begun.
   */
  again: boolean;
}
/**
 * How the job stands.
 */
export interface LookAtJobOutput {
  /**
   * Name of the execution, which its keys are made of.
   */
  execution: string;
  /**
   * Trade date.
   */
  trade_date: string;
  /**
   * Job: hash of its plan.
   */
  job_id: string;
  /**
   * Number of the newest attempt, from 1; 0 where there is none.
   */
  attempt: number;
  /**
   * How it stands, in the service's words.
   */
  state: string;
  /**
   * Whether it is over.
   */
  ended: boolean;
  /**
   * Whether another attempt is to be begun.
   */
  again: boolean;
}
/**
 * What the day came to.
 */
export interface CollectAlertsOutput {
  /**
   * Name of the execution, which its keys are made of.
   */
  execution: string;
  /**
   * Trade date.
   */
  trade_date: string;
  /**
   * The recorded run.
   */
  run_id: string;
  /**
   * Alerts of all patterns.
   */
  alerts: number;
  /**
   * Files of which nothing was published.
   */
  refused: number;
  /**
   * Patterns by their outcome.
   */
  patterns: {
    /**
     * So many.
     */
    alerts?: number;
    /**
     * So many.
     */
    clear?: number;
    /**
     * So many.
     */
    inconclusive?: number;
    /**
     * So many.
     */
    failed?: number;
  };
}
/**
 * What the trail of the last days says of itself.
 */
export interface VerifyTrailOutput {
  /**
   * Name of the execution, which its keys are made of.
   */
  execution: string;
  /**
   * Trade date.
   */
  trade_date: string;
  /**
   * What the trail says of itself.
   */
  state: 'none' | 'sound' | 'findings';
  /**
   * Findings.
   */
  findings: number;
  /**
   * Key of the whole verification in the state.
   */
  document: string | null;
}
/**
 * Where the report is, and what people are told.
 */
export interface WriteReportOutput {
  /**
   * Name of the execution, which its keys are made of.
   */
  execution: string;
  /**
   * Trade date.
   */
  trade_date: string;
  /**
   * Address of the report.
   */
  report: string;
  /**
   * Subject of the notification.
   */
  subject: string;
  /**
   * Its text.
   */
  message: string;
}
/**
 * Whether a run is late.
 */
export interface WatchRunOutput {
  /**
   * Trade date.
   */
  trade_date: string;
  /**
   * Whether it is.
   */
  late: boolean;
  /**
   * Why; null where it took place.
   */
  why: string | null;
}
