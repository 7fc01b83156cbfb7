// Generated from schemas/job-log.schema.json by npm run generate; do not edit.

/**
 * One log of a job's newest attempt, as tapewarden jobs logs --json prints a list of.
 */
export interface JobLog {
  /**
   * What it is of, such as the driver.
   */
  name: string;
  /**
   * Its text.
   */
  text: string;
}
