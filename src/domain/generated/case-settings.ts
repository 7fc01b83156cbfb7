// Generated from schemas/case-settings.schema.json by npm run generate; do not edit.

/**
 * settings.yaml of a case: settings of the pattern that are not its defaults, as text.
 */
export interface CaseSettings {
  [k: string]: string;
}
