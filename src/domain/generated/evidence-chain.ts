// Generated from schemas/evidence-chain.schema.json by npm run generate; do not edit.

/**
 * One alert with all that proves it: events, rows, source lines, stored objects, the events of the trail that wrote them, and the digests that vouch for the trail. It is checked without the lake: tapewarden audit chain --check FILE.
 */
export interface EvidenceChain {
  /**
   * Version of this document.
   */
  format: 1;
  /**
   * The lake, s3://bucket/prefix or a folder.
   */
  lake: string;
  alert: Alert;
  /**
   * Its evidence, as recorded.
   */
  evidence: Evidence[];
  /**
   * Each event with the places that it leads back to, in the order of evidence.
   */
  events: ChainedEvent[];
  /**
   * Objects of the lake that the events lead to: entries, data files, deliveries; in the order of keys.
   */
  objects: ChainedObject[];
  /**
   * Logs with the events that wrote the objects.
   */
  logs: ChainedLog[];
  /**
   * Digests that name the logs.
   */
  digests: ChainedDigest[];
}
/**
 * One episode that a pattern found.
 */
export interface Alert {
  /**
   * Hash of pattern id, version, settings hash, subject and evidence event ids: a re-run finds the same alert.
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
   * Trade date.
   */
  trade_date: string;
  /**
   * Level of the score, by the levels in pattern.yaml.
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
  score_parts: ScorePart[];
  /**
   * Whom and what the alert is about: the pattern's subject columns.
   */
  subject: {
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
   * The values that made the pattern fire, by the names in pattern.yaml; exact decimals and integers as text.
   */
  measures: {
    /**
     * Text, exact decimal as text, or null.
     */
    [k: string]: string | null;
  };
  /**
   * Evidence rows.
   */
  evidence_count: number;
}
/**
 * The points of one measure.
 */
export interface ScorePart {
  /**
   * Measure, by its name in pattern.yaml.
   */
  measure: string;
  /**
   * Points that it adds, cut to a whole number.
   */
  points: number;
  /**
   * Most points that it could add.
   */
  of: number;
  /**
   * at_least: points rise with the value; at_most: as it falls.
   */
  compare: 'at_least' | 'at_most';
  /**
   * Value where points start: the setting in force, or a value of pattern.yaml; exact, durations in nanoseconds.
   */
  from: string;
  /**
   * Value from which all points count, exact, or `N times`: so often past `from`.
   */
  full: string;
}
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
/**
 * One event.
 */
export interface ChainedEvent {
  /**
   * Canonical dataset of its row.
   */
  dataset: string;
  /**
   * Event.
   */
  event_id: string;
  /**
   * When, nanoseconds since 1970 UTC.
   */
  event_ts_ns: string;
  /**
   * Key of the Parquet file with its row; null where none was found.
   */
  data_key: string | null;
  /**
   * Key of the delivery; null where none was found.
   */
  raw_key: string | null;
  /**
   * Hash of the delivery, as the row says.
   */
  source_sha256: string | null;
  /**
   * Line of the record, as the row says.
   */
  source_line: string | null;
  /**
   * First byte of the record, as the row says.
   */
  source_byte_offset: string | null;
  /**
   * The record, at most 8,192 bytes of it; not safe to print unescaped. Null where it is not at hand.
   */
  text: string | null;
}
/**
 * One object.
 */
export interface ChainedObject {
  /**
   * Key in the lake.
   */
  key: string;
  /**
   * What it is.
   */
  kind: 'entry' | 'data' | 'raw';
  /**
   * Hash of its bytes.
   */
  sha256: string;
  /**
   * Size.
   */
  bytes: number;
  /**
   * Entry that names it; itself of an entry.
   */
  entry_key: string;
  /**
   * Its bytes in base64; null where it is too large to be carried along.
   */
  content: string | null;
  /**
   * The event that wrote it; null where none was found in a verified log.
   */
  write: null | ChainedWrite;
}
/**
 * One record of a log.
 */
export interface ChainedWrite {
  /**
   * Log.
   */
  log_key: string;
  /**
   * Place in its Records, from 0.
   */
  log_record: number;
}
/**
 * One log.
 */
export interface ChainedLog {
  /**
   * Bucket.
   */
  bucket: string;
  /**
   * Key.
   */
  key: string;
  /**
   * Its uncompressed bytes in base64.
   */
  content: string;
  /**
   * Digest that names it.
   */
  digest_key: string;
}
/**
 * One digest.
 */
export interface ChainedDigest {
  /**
   * Bucket.
   */
  bucket: string;
  /**
   * Key.
   */
  key: string;
  /**
   * Its uncompressed bytes in base64.
   */
  content: string;
  /**
   * Its signature, hex.
   */
  signature: string;
  /**
   * Public key of AWS that made it, DER in base64. Compare its fingerprint, the MD5 of the DER, with what AWS lists for the region.
   */
  public_key: string;
}
