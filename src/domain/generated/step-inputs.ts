// Generated from schemas/step-inputs.schema.json by npm run generate; do not edit.

/**
 * What steps of the state machine are asked, each by its name; an event of one is a document with that member alone.
 */
export interface StepInputs {
  'list-deliveries'?: ListDeliveriesInput;
  'gate-ledger'?: GateLedgerInput;
  'canonicalize-delivery'?: CanonicalizeDeliveryInput;
  'commit-deliveries'?: CommitDeliveriesInput;
  'sync-catalog'?: SyncCatalogInput;
  'plan-jobs'?: PlanJobsInput;
  'begin-job'?: BeginJobInput;
  'start-job'?: StartJobInput;
  'look-at-job'?: LookAtJobInput;
  'collect-alerts'?: CollectAlertsInput;
  'verify-trail'?: VerifyTrailInput;
  'write-report'?: WriteReportInput;
  'watch-run'?: WatchRunInput;
}
/**
 * Which trade date.
 */
export interface ListDeliveriesInput {
  /**
   * Name of the execution, which its keys are made of.
   */
  execution: string;
  /**
   * Trade date.
   */
  trade_date: string;
}
/**
 * What was listed, and until when to wait.
 */
export interface GateLedgerInput {
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
  /**
   * Instant as ISO 8601; null does not wait.
   */
  wait_until: string | null;
}
/**
 * Which files to settle.
 */
export interface CanonicalizeDeliveryInput {
  /**
   * Name of the execution, which its keys are made of.
   */
  execution: string;
  /**
   * Trade date.
   */
  trade_date: string;
  range: FileRange;
}
/**
 * Files that one child of the map takes one after the other.
 */
export interface FileRange {
  /**
   * Neighbours by name.
   */
  files: ListedFile[];
  /**
   * Bytes of all.
   */
  bytes: number;
  /**
   * Whether they are too much for a function.
   */
  large: boolean;
  /**
   * Why, in a sentence.
   */
  why: string;
  /**
   * Seconds after which a task that has them is taken to hang; null of a function.
   */
  most_seconds: number | null;
}
/**
 * A file that a feed claims.
 */
export interface ListedFile {
  /**
   * Name.
   */
  file: string;
  /**
   * Key among the files that came.
   */
  key: string;
  /**
   * Bytes as they came.
   */
  bytes: number;
  /**
   * Feed.
   */
  feed: string;
  /**
   * When the upload was complete, in nanoseconds since 1970 UTC.
   */
  received_at_ns: string;
}
/**
 * Which files of a feed to commit; with what the call before came to.
 */
export interface CommitDeliveriesInput {
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
  done?: boolean;
  /**
   * Place of the file to go on with.
   */
  next?: number;
  /**
   * Files published by the call.
   */
  published?: number;
  /**
   * Files refused by the call.
   */
  refused?: number;
}
/**
 * Which trade date.
 */
export interface SyncCatalogInput {
  /**
   * Name of the execution, which its keys are made of.
   */
  execution: string;
  /**
   * Trade date.
   */
  trade_date: string;
}
/**
 * Which trade date.
 */
export interface PlanJobsInput {
  /**
   * Name of the execution, which its keys are made of.
   */
  execution: string;
  /**
   * Trade date.
   */
  trade_date: string;
}
/**
 * Which job.
 */
export interface BeginJobInput {
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
}
/**
 * Which job.
 */
export interface StartJobInput {
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
}
/**
 * Which job.
 */
export interface LookAtJobInput {
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
}
/**
 * Which trade date, and the list that its files were taken from.
 */
export interface CollectAlertsInput {
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
}
/**
 * Which trade date.
 */
export interface VerifyTrailInput {
  /**
   * Name of the execution, which its keys are made of.
   */
  execution: string;
  /**
   * Trade date.
   */
  trade_date: string;
}
/**
 * What the day came to.
 */
export interface WriteReportInput {
  /**
   * Name of the execution, which its keys are made of.
   */
  execution: string;
  /**
   * Trade date.
   */
  trade_date: string;
  /**
   * Output of collect-alerts.
   */
  day: {
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
  };
  /**
   * What is known of the trail.
   */
  trail: {
    /**
     * Name of the execution, which its keys are made of.
     */
    execution?: string;
    /**
     * Trade date.
     */
    trade_date?: string;
    /**
     * What the trail says of itself.
     */
    state: 'none' | 'sound' | 'findings' | 'failed';
    /**
     * Findings.
     */
    findings: number;
    /**
     * Key of the whole verification in the state.
     */
    document?: string | null;
  };
}
/**
 * Which run should be recorded.
 */
export interface WatchRunInput {
  /**
   * Trade date.
   */
  trade_date: string;
  /**
   * Name of the execution, which its keys are made of.
   */
  execution: string;
  /**
   * Whether nothing may be owed any more after it.
   */
  last: boolean;
}
