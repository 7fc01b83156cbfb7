// Generated from schemas/replay-outcome.schema.json by npm run generate; do not edit.

/**
 * What became of one repair, or of one delivery that was read again.
 */
export interface ReplayOutcome {
  /**
   * Feed.
   */
  feed: string;
  /**
   * Name of the delivery.
   */
  file: string;
  /**
   * Trade date of the delivery.
   */
  trade_date: string;
  /**
   * Hash of the repair; null of a delivery that was read again.
   */
  repair_sha256: string | null;
  /**
   * stored: it waits for a replay; published: by this call; already_published: by an earlier one; nothing_open: other replays have settled all its records; refused: nothing was published.
   */
  status: 'stored' | 'published' | 'already_published' | 'nothing_open' | 'refused';
  /**
   * Commit id of what was published; null where nothing was.
   */
  commit_id: string | null;
  /**
   * Records that became rows or were found to stand.
   */
  repaired: number;
  /**
   * Records that were withdrawn.
   */
  withdrawn: number;
  /**
   * Records that failed again; of a delivery that was read again, those that are open.
   */
  failed: number;
  /**
   * Why nothing was published.
   *
   * Items: One reason.
   */
  refusals: {
    /**
     * Stable code.
     */
    code: string;
    /**
     * The reason in one sentence.
     */
    message: string;
  }[];
}
