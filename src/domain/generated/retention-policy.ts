// Generated from schemas/retention-policy.schema.json by npm run generate; do not edit.

/**
 * How long what is in the lake is kept, by class of record.
 */
export interface RetentionPolicy {
  /**
   * Version of this document.
   */
  format: 1;
  /**
   * Classes of record by name.
   */
  classes: {
    [k: string]: RecordClass;
  };
  /**
   * Class of each canonical dataset.
   */
  datasets: {
    [k: string]: string;
  };
  /**
   * Class of the alerts and evidence of runs.
   */
  results: string;
  /**
   * Class of datasets that are not named, and of deliveries that were refused.
   */
  otherwise: string;
}
/**
 * One class.
 */
export interface RecordClass {
  /**
   * Calendar years for which it is kept, through the last day.
   */
  years: number;
  /**
   * Of these, the first years in which it must be easily accessible.
   */
  accessible_years: number;
  /**
   * The rule that says so.
   */
  source: string;
}
