// Generated from schemas/retention-plan.schema.json by npm run generate; do not edit.

/**
 * What of the lake must be kept until when, what may go and what stays under hold, on a day.
 */
export interface RetentionPlan {
  /**
   * Version of this document.
   */
  format: 1;
  /**
   * Day for which it is planned.
   */
  on: string;
  /**
   * Classes of record that the lake holds, in the order of names.
   *
   * Items: One class; an object needed by several counts where it is kept longest.
   */
  classes: {
    /**
     * Class.
     */
    class: string;
    /**
     * Years that it is kept.
     */
    years: number;
    /**
     * Objects that must be kept.
     */
    kept: number;
    /**
     * Objects that may go.
     */
    expired: number;
    /**
     * Objects that would have expired and stay because of a hold.
     */
    held: number;
    /**
     * Last day on which the first of the kept ones must be kept; null without any.
     */
    next_expiry: string | null;
  }[];
  /**
   * Objects that may go, in the order of keys.
   *
   * Items: One object.
   */
  expired: {
    /**
     * Key in the store.
     */
    key: string;
    /**
     * Size.
     */
    bytes: number;
    /**
     * Class that kept it longest.
     */
    class: string;
    /**
     * Last day on which it had to be kept.
     */
    kept_through: string;
  }[];
  /**
   * Objects that would have expired and stay, in the order of keys.
   *
   * Items: One object.
   */
  held: {
    /**
     * Key in the store.
     */
    key: string;
    /**
     * Size.
     */
    bytes: number;
    /**
     * Holds because of which it stays.
     */
    hold_ids: string[];
  }[];
}
