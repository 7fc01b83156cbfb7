// Generated from schemas/expected-alerts.schema.json by npm run generate; do not edit.

/**
 * expected.yaml of a case or canary: the alerts that the pattern must find in it, in the order of first_ts_ns and alert_id; an empty list where it must find none.
 */
export type ExpectedAlerts = ExpectedAlert[];

/**
 * One alert.
 */
export interface ExpectedAlert {
  /**
   * Whom the alert is about, by subject column.
   */
  subject: {
    [k: string]: string;
  };
  /**
   * Measures that it must have, as text; those left out may be anything.
   */
  measures?: {
    [k: string]: string | null;
  };
  /**
   * Event ids of all its evidence by role, in any order; left out, the evidence may be any.
   */
  evidence?: {
    [k: string]: string[];
  };
}
