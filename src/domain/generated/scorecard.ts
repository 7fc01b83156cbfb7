// Generated from schemas/scorecard.schema.json by npm run generate; do not edit.

/**
 * How many orders there are to a trade in the background of the simulated days: few, as published, or as in a busy hour.
 */
export type Density = 'low' | 'real' | 'high';
/**
 * A share as a decimal, cut after six places; null where it would be of nothing.
 */
export type Share = string | null;

/**
 * How well patterns see: what they found in labelled days against what was put into them.
 */
export interface Scorecard {
  format: 1;
  /**
   * The labelled days, in the order given.
   */
  days: ScoredDay[];
  /**
   * One entry per pattern, settings and density, in that order.
   */
  scores: PatternScore[];
}
/**
 * One labelled day.
 */
export interface ScoredDay {
  /**
   * Trade date.
   */
  trade_date: string;
  /**
   * Seed of the simulation.
   */
  seed: number;
  /**
   * Order events.
   */
  events: number;
  /**
   * Symbols with order events.
   */
  instruments: number;
  density: Density;
  /**
   * Hash of the labels.
   */
  labels_sha256: string;
}
/**
 * One pattern under one set of settings over the days of one density.
 */
export interface PatternScore {
  /**
   * Pattern.
   */
  pattern_id: string;
  /**
   * Its version.
   */
  version: number;
  /**
   * Settings in force, as text.
   */
  settings: {
    [k: string]: string;
  };
  /**
   * Hash of the settings.
   */
  settings_sha256: string;
  density: Density;
  /**
   * Days that it ran on to its end.
   */
  days: number;
  /**
   * Why it did not run on others.
   */
  not_run: string[];
  /**
   * Abusive cases of its kind on the days that it ran on: all, then by intensity.
   */
  cases: CaseCount[];
  alerts: AlertCount;
  precision: Share;
  recall: Share;
  f1: Share;
  /**
   * Cases that no alert found, as trade date and case; 20 at most.
   */
  missed: string[];
  /**
   * Alerts that are not right; 20 at most.
   */
  false_alerts: string[];
}
export interface CaseCount {
  /**
   * Intensity; all together.
   */
  intensity: 'all' | 'blatant' | 'plain' | 'slight';
  /**
   * Cases.
   */
  labelled: number;
  /**
   * Those of which an alert shares an order, print or quote.
   */
  found: number;
  recall: Share;
}
/**
 * Its alerts by what their evidence shares an order, print or quote with.
 */
export interface AlertCount {
  /**
   * Alerts.
   */
  all: number;
  /**
   * With an abusive case of its kind, or of one that names the pattern too.
   */
  right: number;
  /**
   * With an innocent case.
   */
  on_twin: number;
  /**
   * With abuse of another kind alone.
   */
  on_other_abuse: number;
  /**
   * With no case.
   */
  on_nothing: number;
}
