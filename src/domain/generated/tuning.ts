// Generated from schemas/tuning.schema.json by npm run generate; do not edit.

/**
 * A share as a decimal, cut after six places; null where it would be of nothing.
 */
export type Share = string | null;

/**
 * Evidence for a threshold: what a pattern finds as one or two of its settings vary, and the alerts on both sides of the settings in force.
 */
export interface Tuning {
  format: 1;
  /**
   * Pattern.
   */
  pattern_id: string;
  /**
   * Its version.
   */
  version: number;
  /**
   * Days that were looked at.
   */
  trade_dates: string[];
  /**
   * Whether the days are labelled; without labels nothing is known of right and wrong.
   */
  labelled: boolean;
  /**
   * All settings in force, as text.
   */
  in_force: {
    [k: string]: string;
  };
  /**
   * One entry per combination of the values tried, and the settings in force first.
   */
  points: TuningPoint[];
  /**
   * Above the line: alerts under the settings in force, those nearest to the threshold first; 10 at most for each setting.
   */
  above: TuningSample[];
  /**
   * Below the line: alerts that only other values of the setting raise, nearest first; 10 at most for each setting.
   */
  below: TuningSample[];
}
export interface TuningPoint {
  /**
   * The settings that vary, as text.
   */
  settings: {
    [k: string]: string;
  };
  /**
   * Alerts.
   */
  alerts: number;
  /**
   * Those that are right; 0 without labels.
   */
  right: number;
  /**
   * Abusive cases of the pattern's kind.
   */
  labelled: number;
  /**
   * Those found.
   */
  found: number;
  precision: Share;
  recall: Share;
  f1: Share;
  /**
   * Why the pattern said nothing of a day, day by day; empty where it ran on all.
   *
   * Items: Reason.
   */
  not_run: string[];
}
/**
 * One alert near a threshold.
 */
export interface TuningSample {
  /**
   * Setting.
   */
  setting: string;
  /**
   * Its value in force.
   */
  threshold: string;
  /**
   * Measure that is compared with it.
   */
  measure: string;
  /**
   * Value of the measure.
   */
  value: string;
  /**
   * Alert, under the settings that raised it.
   */
  alert_id: string;
  /**
   * Trade date.
   */
  trade_date: string;
  /**
   * Whom it is about.
   */
  subject: {
    [k: string]: string;
  };
  /**
   * All its measures.
   */
  measures: {
    [k: string]: string | null;
  };
  /**
   * What the alert is, by the labels; null without any.
   */
  verdict: 'right' | 'on_twin' | 'on_other_abuse' | 'on_nothing' | null;
}
