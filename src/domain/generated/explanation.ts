// Generated from schemas/explanation.schema.json by npm run generate; do not edit.

/**
 * Why one alert fired, and how each of its events leads back to raw bytes.
 */
export interface Explanation {
  /**
   * Version of this document.
   */
  format: 1;
  /**
   * Alert.
   */
  alert_id: string;
  /**
   * Pattern.
   */
  pattern_id: string;
  /**
   * Its version.
   */
  pattern_version: number;
  /**
   * Hash of the settings in force.
   */
  settings_sha256: string;
  /**
   * Title of the pattern.
   */
  title: string;
  /**
   * What a person who does this does.
   */
  behaviour: string;
  /**
   * Rules.
   *
   * Items: Rule.
   */
  cites: string[];
  /**
   * Severity.
   */
  severity: 'low' | 'medium' | 'high';
  /**
   * How grave it is, 0 to 100: score_start and the points of score_parts added up.
   */
  score: number;
  /**
   * Score of an alert of the pattern of which every part is where it starts.
   */
  score_start: number;
  /**
   * What the measures add to it, in the order of pattern.yaml.
   */
  score_parts: ScoreLine[];
  /**
   * Why the score is of its severity, in words.
   */
  score_levels: string;
  /**
   * Trade date.
   */
  trade_date: string;
  /**
   * Whom and what the alert is about.
   */
  subject: {
    /**
     * Value.
     */
    [k: string]: string;
  };
  /**
   * First event of the episode. Nanoseconds since 1970 UTC as decimal text, because a JSON number would lose digits.
   */
  first_ts_ns: string;
  /**
   * Last event of the episode. Nanoseconds since 1970 UTC as decimal text, because a JSON number would lose digits.
   */
  last_ts_ns: string;
  /**
   * One paragraph in plain words, made from the data; not safe to print unescaped.
   */
  story: string;
  /**
   * Measures, in the order of pattern.yaml.
   */
  measures: MeasureLine[];
  /**
   * Roles, in the order of their first event.
   */
  roles: RoleLine[];
  /**
   * Events by time, then event id.
   */
  events: TimelineEvent[];
  /**
   * Evidence rows that the alert declares; more than the events when some were not at hand.
   */
  evidence_count: number;
  /**
   * What does not agree: evidence missing, custody broken, a threshold not met; empty when all agrees.
   *
   * Items: One doubt.
   */
  doubts: string[];
}
/**
 * The points of one measure.
 */
export interface ScoreLine {
  /**
   * Measure, by its name in pattern.yaml.
   */
  measure: string;
  /**
   * Exact value as text; null when the alert has none.
   */
  value: string | null;
  /**
   * Unit.
   */
  unit: string;
  /**
   * at_least: points rise with the value; at_most: as it falls.
   */
  compare: 'at_least' | 'at_most';
  /**
   * Points that it adds, cut to a whole number.
   */
  points: number;
  /**
   * Most points that it could add.
   */
  of: number;
  /**
   * Value where points start: the setting in force, or a value of pattern.yaml; exact, durations in nanoseconds.
   */
  from: string;
  /**
   * Value from which all points count, exact, or `N times`: so often past `from`.
   */
  full: string;
  /**
   * The part in words.
   */
  reason: string;
}
/**
 * One measure beside the setting it was compared with.
 */
export interface MeasureLine {
  /**
   * Name in pattern.yaml.
   */
  name: string;
  /**
   * What the value says; empty when pattern.yaml does not name it.
   */
  meaning: string;
  /**
   * Unit.
   */
  unit: string;
  /**
   * Exact value as text; null when the alert has none.
   */
  value: string | null;
  /**
   * Setting it is compared with; null when with none.
   */
  setting: string | null;
  /**
   * at_least: fires at or above the setting; at_most: at or below; null: not compared.
   */
  compare: 'at_least' | 'at_most' | null;
  /**
   * Value of that setting in force, as written.
   */
  threshold: string | null;
  /**
   * Whether the comparison holds, computed exactly; null when there is nothing to compare.
   */
  holds: boolean | null;
}
/**
 * One part that events play.
 */
export interface RoleLine {
  /**
   * Role.
   */
  role: string;
  /**
   * What it means; empty when pattern.yaml does not name it.
   */
  meaning: string;
  /**
   * Events.
   */
  events: number;
}
/**
 * One event.
 */
export interface TimelineEvent {
  /**
   * Canonical dataset.
   */
  dataset: 'order_events' | 'trades' | 'quotes' | 'news';
  /**
   * Event.
   */
  event_id: string;
  /**
   * Role.
   */
  role: string;
  /**
   * Time of the event. Nanoseconds since 1970 UTC as decimal text, because a JSON number would lose digits.
   */
  event_ts_ns: string;
  /**
   * Nanoseconds after the first event of the alert; may be negative.
   */
  since_first_ns: string;
  /**
   * The event in a few words.
   */
  summary: string;
  /**
   * Canonical columns as text.
   */
  row: {
    /**
     * Value.
     */
    [k: string]: string | null;
  };
  custody: Custody;
}
/**
 * The way from the event back to its raw bytes.
 */
export interface Custody {
  /**
   * confirmed: the raw record is where the canonical row says; broken: they differ; missing: the raw record was not at hand.
   */
  state: 'confirmed' | 'broken' | 'missing';
  /**
   * Every disagreement, in one sentence each.
   *
   * Items: One disagreement.
   */
  differences: string[];
  /**
   * Hash of the delivery, as the canonical row has it.
   */
  source_sha256: string | null;
  /**
   * Line, from 1, as the canonical row has it.
   */
  source_line: string | null;
  /**
   * Byte, from 0, as the canonical row has it.
   */
  source_byte_offset: string | null;
  /**
   * The raw record; null when it was not at hand.
   */
  raw: null | RawRecord;
}
/**
 * One record as received.
 */
export interface RawRecord {
  /**
   * Name of the delivery.
   */
  file: string;
  /**
   * Line of its first byte, from 1.
   */
  line: number;
  /**
   * Offset of that byte, from 0.
   */
  byte_offset: number;
  /**
   * The record as received; not safe to print unescaped.
   */
  text: string;
  /**
   * Hash of the delivery.
   */
  sha256: string;
  /**
   * Key of the delivery's bytes in the store.
   */
  raw_key: string;
}
