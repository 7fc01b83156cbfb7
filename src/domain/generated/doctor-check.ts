// Generated from schemas/doctor-check.schema.json by npm run generate; do not edit.

/**
 * One check of tapewarden doctor, as --json prints a list of.
 */
export interface DoctorCheck {
  /**
   * What was looked at.
   */
  check: string;
  /**
   * Whether it is as it has to be.
   */
  ok: boolean;
  /**
   * Code of what is wrong; null where nothing is.
   */
  code: string | null;
  /**
   * What was found, or what is wrong, in words.
   */
  found: string;
  /**
   * What to do; null where nothing is wrong.
   */
  next: string | null;
}
