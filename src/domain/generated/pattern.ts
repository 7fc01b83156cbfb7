// Generated from schemas/pattern.schema.json by npm run generate; do not edit.

/**
 * pattern.yaml: one surveillance pattern.
 */
export interface PatternSpec {
  /**
   * Folder name; stable for ever.
   */
  id: string;
  /**
   * Raised with every change of SQL or settings.
   */
  version: number;
  /**
   * Number in the pattern catalogue of docs/patterns.md.
   */
  catalogue: number;
  /**
   * Title.
   */
  title: string;
  /**
   * What a person does, in two sentences.
   */
  behaviour: string;
  /**
   * Rules.
   *
   * @minItems 1
   *
   * Items: Rule.
   */
  cites: [string, ...string[]];
  /**
   * Dates between which the rule is in force, both inclusive; a run of another day has the outcome not_in_force.
   */
  effective?: {
    /**
     * First day.
     */
    from?: string;
    /**
     * Last day.
     */
    to?: string;
    /**
     * Where the dates come from, and what is known to be coming.
     */
    note?: string;
  };
  /**
   * Workload class.
   */
  workload: 'surveillance' | 'predefined';
  /**
   * Datasets and the columns read of each; the first is the main dataset, whose rows count as seen.
   */
  reads: {
    /**
     * Columns.
     *
     * @minItems 1
     *
     * Items: Column.
     */
    [k: string]: [string, ...string[]];
  };
  /**
   * Datasets and columns that sharpen the result when they are there; where one is absent the runner puts an empty relation in its place.
   */
  reads_if_present?: {
    /**
     * Columns.
     *
     * @minItems 1
     *
     * Items: Column.
     */
    [k: string]: [string, ...string[]];
  };
  /**
   * Datasets and columns read of the sessions before the trade date, as a relation named `<dataset>_history` that has `sessions_ago` besides.
   */
  reads_history?: {
    [k: string]: HistoryRead;
  };
  /**
   * Settings by name; named parameters of the SQL.
   */
  settings: {
    /**
     * One setting.
     */
    [k: string]: {
      /**
       * Type and unit: duration in ns, count, quantity in shares, ratio, price.
       */
      type: 'duration' | 'count' | 'quantity' | 'ratio' | 'price';
      /**
       * Default; durations as 10s, 250ms, 1ns, 5m, 1h, 1d; numbers as plain decimals.
       */
      default: string;
      /**
       * Least value allowed, inclusive.
       */
      min?: string;
      /**
       * Greatest value allowed, inclusive.
       */
      max?: string;
      /**
       * What it decides, in one sentence.
       */
      meaning: string;
      /**
       * Where the default comes from: proposed, or a citation.
       */
      source: string;
      shown_by?: ShownBy;
    };
  };
  /**
   * Columns that say whom the alert is about.
   *
   * @minItems 1
   *
   * Items: Column.
   */
  subject: [string, ...string[]];
  /**
   * Values that explain the alert, by column of alerts.sql, each with its meaning.
   */
  measures: {
    /**
     * One measure.
     */
    [k: string]: {
      /**
       * What the value says.
       */
      meaning: string;
      /**
       * Unit.
       */
      unit: string;
      /**
       * Setting that it is compared with.
       */
      setting?: string;
      /**
       * at_least: fires at or above the setting; at_most: at or below.
       */
      compare?: 'at_least' | 'at_most';
      /**
       * The measure is no column of alerts.sql but the first of these two measures divided by the second, cut to six decimals; null when the second is 0. Exact against a ratio setting, which has at most six decimals.
       *
       * @minItems 2
       * @maxItems 2
       *
       * Items: Measure.
       */
      ratio_of?: [string, string];
    };
  };
  /**
   * Roles of evidence rows, each with its meaning.
   */
  roles: {
    /**
     * Meaning.
     */
    [k: string]: string;
  };
  severity: ScoringSpec;
}
/**
 * What is read of one dataset.
 */
export interface HistoryRead {
  /**
   * Sessions before the trade date that are read.
   */
  sessions: number;
  /**
   * Sessions of them that the lake must hold; with fewer the pattern is inconclusive.
   */
  at_least: number;
  /**
   * Columns.
   *
   * @minItems 1
   *
   * Items: Column.
   */
  columns: [string, ...string[]];
}
/**
 * What an explanation says beside it where no measure is compared with it: one of these.
 */
export interface ShownBy {
  /**
   * Measures that tell how it came out.
   *
   * @minItems 1
   *
   * Items: Measure.
   */
  measures?: [string, ...string[]];
  longest?: RoleGap;
  shortest?: RoleGap;
  /**
   * Role: the time from its first to its last event.
   */
  span?: string;
  /**
   * Role: its events.
   */
  count?: string;
  /**
   * Why no value of the alert can stand beside it, in one sentence.
   */
  because?: string;
}
/**
 * A time between evidence: from each event of one role to the next of another (until), from the last one (since), or to the nearest.
 */
export interface RoleGap {
  /**
   * Role.
   */
  each: string;
  /**
   * Role of the next event.
   */
  until?: string;
  /**
   * Role of the last event before.
   */
  since?: string;
  /**
   * Role of the nearest event, before or after.
   */
  nearest?: string;
}
/**
 * How score and severity of an alert derive from its measures: `start` for being an alert, and the points of each part by how far a measure is past where it starts. Start and points come to 100.
 */
export interface ScoringSpec {
  /**
   * Score of an alert of which every part is exactly where it starts.
   */
  start: number;
  /**
   * Least score of severity medium, inclusive; below it is low.
   */
  medium: number;
  /**
   * Least score of severity high, inclusive.
   */
  high: number;
  /**
   * Where start, levels and parts come from: proposed, or a citation.
   */
  source: string;
  /**
   * What adds points, by measure.
   */
  parts: {
    [k: string]: ScoringPartSpec;
  };
}
/**
 * The points of one measure: none where it starts, all from `full` on, in proportion between.
 */
export interface ScoringPartSpec {
  /**
   * Most points.
   */
  points: number;
  /**
   * Value from which all points count, inclusive, or how many times past the start: `5 times` is five times an at_least setting, or a fifth of an at_most setting.
   */
  full: string;
  /**
   * Value where the points start; left out, it is the value of the setting that the measure is compared with.
   */
  from?: string;
  /**
   * Where these values come from, where that is not the source of the whole.
   */
  source?: string;
}
