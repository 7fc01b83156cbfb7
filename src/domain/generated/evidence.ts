// Generated from schemas/evidence.schema.json by npm run generate; do not edit.

/**
 * One event that belongs to an alert, with its part in it.
 */
export interface Evidence {
  /**
   * Alert.
   */
  alert_id: string;
  /**
   * Canonical dataset of the event.
   */
  dataset: 'order_events' | 'trades' | 'quotes' | 'news';
  /**
   * Event.
   */
  event_id: string;
  /**
   * Part that the event plays, by the names in pattern.yaml.
   */
  role: string;
  /**
   * Time of the event. Nanoseconds since 1970 UTC as decimal text, because a JSON number would lose digits.
   */
  event_ts_ns: string;
}
