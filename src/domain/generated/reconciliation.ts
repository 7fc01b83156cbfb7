// Generated from schemas/reconciliation.schema.json by npm run generate; do not edit.

/**
 * Who touched the lake in a range of time, held against what the lake records of itself and against who is allowed. From verified logs only.
 */
export interface Reconciliation {
  /**
   * Version of this document.
   */
  format: 1;
  /**
   * The lake, s3://bucket/prefix.
   */
  lake: string;
  /**
   * First instant, yyyy-MM-ddTHH:mm:ssZ.
   */
  from: string;
  /**
   * Instant after the last, yyyy-MM-ddTHH:mm:ssZ.
   */
  to: string;
  logs: LogCounts;
  /**
   * Logs that were not used, in the order of their keys.
   */
  unverified: UnverifiedLogLine[];
  records: RecordCounts;
  /**
   * Records that cannot be read although their log is verified.
   */
  unread: UnreadRecordLine[];
  writes: WriteCounts;
  /**
   * Every rule that was run, in the order of ids.
   */
  rules: RuleOutcome[];
  /**
   * What was found, in the order of rules, times, events and subjects.
   */
  findings: AccessFinding[];
}
/**
 * CloudTrail logs of the range and an hour on both sides.
 */
export interface LogCounts {
  /**
   * Logs that a verified digest names; they were read.
   */
  verified: number;
  /**
   * Logs that were not used.
   */
  unverified: number;
}
/**
 * One log.
 */
export interface UnverifiedLogLine {
  /**
   * Key of the log.
   */
  key: string;
  /**
   * Why it cannot be relied on.
   */
  reason: string;
}
/**
 * Records of the verified logs: read = unread + duplicates + shared + updates + events.
 */
export interface RecordCounts {
  /**
   * All.
   */
  read: number;
  /**
   * Records that are none, or logs without records.
   */
  unread: number;
  /**
   * Delivered more than once.
   */
  duplicates: number;
  /**
   * The same action in the trail of another account.
   */
  shared: number;
  /**
   * Addenda that completed another record.
   */
  updates: number;
  /**
   * Actions.
   */
  events: number;
  /**
   * Of the actions, those in the range: they are judged.
   */
  in_range: number;
  /**
   * Of those in the range, those that were not done.
   */
  failed: number;
  /**
   * Of those in the range, those that were delivered late.
   */
  delayed: number;
}
/**
 * One record, or a log without records.
 */
export interface UnreadRecordLine {
  /**
   * Key of the log.
   */
  log_key: string;
  /**
   * Its place in Records, from 0; null of the whole log.
   */
  record: number | null;
  /**
   * What it lacks.
   */
  reason: string;
}
/**
 * Writes of both records: due = matched + missing; events = own + repeated + unrecorded + overwriting.
 */
export interface WriteCounts {
  /**
   * Writes that the lake records in the range.
   */
  due: number;
  /**
   * Of those, with their event.
   */
  matched: number;
  /**
   * Of those, without.
   */
  missing: number;
  /**
   * Events in the range that wrote an object of the lake.
   */
  events: number;
  /**
   * Of those, the one event of a recorded write.
   */
  own: number;
  /**
   * Of those, further events of a recorded write.
   */
  repeated: number;
  /**
   * Of those, of keys that the lake does not name.
   */
  unrecorded: number;
  /**
   * Of those, other writes of a key that it names.
   */
  overwriting: number;
}
/**
 * One rule.
 */
export interface RuleOutcome {
  /**
   * Rule.
   */
  id: string;
  /**
   * Its version.
   */
  version: number;
  /**
   * What it looks for.
   */
  title: string;
  /**
   * What asks for it.
   */
  cites: string[];
  /**
   * Findings.
   */
  findings: number;
}
/**
 * One finding.
 */
export interface AccessFinding {
  /**
   * Rule.
   */
  rule_id: string;
  /**
   * Its version.
   */
  rule_version: number;
  /**
   * Severity.
   */
  severity: 'low' | 'medium' | 'high';
  /**
   * What it is about: an object, a key, a trail.
   */
  subject: string;
  /**
   * What happened; values are made visible.
   */
  sentence: string;
  /**
   * What it means and what to do.
   */
  meaning: string;
  /**
   * The event; null where the finding is that there is none.
   */
  event: null | FindingEvent;
}
/**
 * One event and where its record is.
 */
export interface FindingEvent {
  /**
   * Event.
   */
  event_id: string;
  /**
   * When, yyyy-MM-ddTHH:mm:ssZ.
   */
  event_time: string;
  /**
   * Call.
   */
  event_name: string;
  /**
   * Who; null where the record does not say.
   */
  principal: string | null;
  /**
   * From where.
   */
  source_ip: string | null;
  /**
   * Request.
   */
  request_id: string | null;
  /**
   * Key of the verified log.
   */
  log_key: string;
  /**
   * Place in its Records, from 0.
   */
  log_record: number;
}
