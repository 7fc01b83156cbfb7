// Generated from schemas/run-replay.schema.json by npm run generate; do not edit.

/**
 * A recorded run computed again from the inputs that it pinned: whether every alert and figure is as recorded.
 */
export interface RunReplay {
  format: 1;
  /**
   * Run.
   */
  run_id: string;
  /**
   * Trade date.
   */
  trade_date: string;
  /**
   * Version of the program that recorded it.
   */
  recorded_by: string;
  /**
   * Version of the program that computed it again.
   */
  replayed_by: string;
  /**
   * identical: the record holds and every pattern gives the same; differs: something is not as recorded; not_replayed: nothing differs, but some pattern could not be computed again.
   */
  verdict: 'identical' | 'differs' | 'not_replayed';
  /**
   * What of the record itself does not hold, in one sentence each: its id, or the hash of what it found; empty when all holds.
   *
   * Items: One contradiction.
   */
  record: string[];
  /**
   * One entry per pattern of the run, in its order.
   */
  patterns: ReplayedPattern[];
}
/**
 * One pattern.
 */
export interface ReplayedPattern {
  /**
   * Pattern.
   */
  pattern_id: string;
  /**
   * Its version in the run.
   */
  version: number;
  /**
   * identical: plan, outcome, alerts, evidence and counts are the same; differs: one is not; not_replayed: its version, settings or inputs are not at hand.
   */
  verdict: 'identical' | 'differs' | 'not_replayed';
  /**
   * Alerts that were recorded.
   */
  alerts: number;
  /**
   * What differs or is not at hand, in one sentence each; empty when identical.
   *
   * Items: One reason.
   */
  reasons: string[];
}
