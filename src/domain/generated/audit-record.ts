// Generated from schemas/audit-record.schema.json by npm run generate; do not edit.

/**
 * What one audit said, as the lake keeps it; each names the one before of its kind by hash.
 */
export interface AuditRecord {
  /**
   * Version of this document.
   */
  format: 1;
  /**
   * trail: audit verify; access: audit reconcile; posture: audit posture.
   */
  kind: 'trail' | 'access' | 'posture';
  /**
   * Its place among the audits of its kind, from 1.
   */
  sequence: number;
  /**
   * Hash of the bytes of the one before; null of the first.
   */
  previous_sha256: string | null;
  /**
   * Random identity of the write; tells after an unknown outcome whose record stands.
   */
  write_id: string;
  /**
   * When, by the writer's clock, and never before the one before it. Nanoseconds since 1970 UTC as decimal text.
   */
  made_at_ns: string;
  /**
   * Version of the program.
   */
  tapewarden_version: string;
  /**
   * Whether the command ended without a finding.
   */
  sound: boolean;
  /**
   * The document that the command prints with --json.
   */
  result: TrailVerification | Reconciliation | Posture;
}
/**
 * Whether the logs of a trail are exactly those that CloudTrail delivered.
 */
export interface TrailVerification {
  /**
   * Version of this document.
   */
  format: 1;
  /**
   * Bucket of the trail.
   */
  bucket: string;
  /**
   * What is before AWSLogs in its keys; empty where nothing is.
   */
  prefix: string;
  /**
   * Begin of the range, UTC; null where it was not limited.
   */
  from: string | null;
  /**
   * End of the range, UTC; null where it was not limited.
   */
  to: string | null;
  /**
   * The trail as CloudTrail describes it; null where only its place was named.
   */
  trail: null | TrailSettings;
  /**
   * Chains of digests, in the order in which they were verified.
   *
   * Items: One chain.
   */
  chains: {
    /**
     * Account.
     */
    account: string;
    /**
     * Region whose events it covers.
     */
    region: string;
    /**
     * Name of the trail.
     */
    trail: string;
    /**
     * Region in which the trail was made.
     */
    home_region: string;
    /**
     * Hourly digests, or those of late logs.
     */
    kind: 'standard' | 'backfill';
    /**
     * Begin of the oldest window, UTC; null without a valid digest.
     */
    first: string | null;
    /**
     * End of the newest window, UTC; null without a valid digest.
     */
    last: string | null;
    digests: VerdictCounts;
    logs: VerdictCounts1;
    /**
     * Hours that no digest covers.
     */
    missing_hours: number;
    /**
     * The newest valid digest, from which a later run continues; null without one.
     */
    head: null | {
      /**
       * Bucket.
       */
      bucket: string;
      /**
       * Key.
       */
      key: string;
      /**
       * Of its uncompressed bytes.
       */
      sha256: string;
      /**
       * Hexadecimal signature.
       */
      signature: string;
      /**
       * End of its window, UTC.
       */
      end: string;
    };
  }[];
  /**
   * Sums over all chains.
   */
  totals: {
    digests: VerdictCounts2;
    backfill_digests: VerdictCounts3;
    logs: VerdictCounts4;
    /**
     * Hours that no digest covers.
     */
    missing_hours: number;
    /**
     * Objects that no digest names, neither a valid one of another trail in the same folder.
     */
    unnamed_objects: number;
  };
  /**
   * Times in which a chain was not logging, also those that are explained.
   *
   * Items: One gap.
   */
  gaps: {
    /**
     * account/region/trail/kind.
     */
    chain: string;
    /**
     * Begin, UTC.
     */
    from: string;
    /**
     * End, UTC; null where it has none.
     */
    to: string | null;
    /**
     * Event id of the verified StopLogging or DeleteTrail; null without one, which is a finding.
     */
    explained_by: string | null;
  }[];
  /**
   * Hash over the verdict of every digest and log in their order, one line each.
   */
  verdicts_sha256: string;
  /**
   * What is not as an intact trail has it.
   *
   * Items: One finding.
   */
  findings: {
    /**
     * Stable code.
     */
    code: string;
    /**
     * s3://bucket/key, or the name of a chain.
     */
    uri: string;
    /**
     * What is, what was expected, and the next step.
     */
    message: string;
    /**
     * Values of the message.
     */
    data: {};
  }[];
}
export interface TrailSettings {
  /**
   * Its ARN.
   */
  arn: string;
  /**
   * Whether it covers every region.
   */
  multi_region: boolean;
  /**
   * Whether it covers every account of the organization.
   */
  organization: boolean;
  /**
   * Whether digests are made.
   */
  validation: boolean;
  /**
   * Key that logs and digests are encrypted with; null where S3's own is used, absent in copies saved before it was read.
   */
  kms_key?: string | null;
  /**
   * Whether it is logging now; null where CloudTrail does not tell.
   */
  logging: boolean | null;
  /**
   * Why the latest delivery of logs failed; null where it did not.
   */
  delivery_error: string | null;
  /**
   * Why the latest delivery of digests failed; null where it did not.
   */
  digest_delivery_error: string | null;
  /**
   * Whether a selector records management events; null where CloudTrail does not tell.
   */
  management_events: boolean | null;
  /**
   * Whether a selector records data events; null where CloudTrail does not tell.
   */
  data_events: boolean | null;
}
/**
 * Digests by verdict.
 */
export interface VerdictCounts {
  /**
   * All.
   */
  total: number;
  /**
   * As CloudTrail delivered them.
   */
  valid: number;
  /**
   * Changed, missing or not signed.
   */
  invalid: number;
  /**
   * Could not be read.
   */
  unverifiable: number;
  /**
   * Named by a digest that is not valid.
   */
  unverified: number;
}
/**
 * Logs that they name, by verdict.
 */
export interface VerdictCounts1 {
  /**
   * All.
   */
  total: number;
  /**
   * As CloudTrail delivered them.
   */
  valid: number;
  /**
   * Changed, missing or not signed.
   */
  invalid: number;
  /**
   * Could not be read.
   */
  unverifiable: number;
  /**
   * Named by a digest that is not valid.
   */
  unverified: number;
}
/**
 * Standard digests by verdict.
 */
export interface VerdictCounts2 {
  /**
   * All.
   */
  total: number;
  /**
   * As CloudTrail delivered them.
   */
  valid: number;
  /**
   * Changed, missing or not signed.
   */
  invalid: number;
  /**
   * Could not be read.
   */
  unverifiable: number;
  /**
   * Named by a digest that is not valid.
   */
  unverified: number;
}
/**
 * Backfill digests by verdict.
 */
export interface VerdictCounts3 {
  /**
   * All.
   */
  total: number;
  /**
   * As CloudTrail delivered them.
   */
  valid: number;
  /**
   * Changed, missing or not signed.
   */
  invalid: number;
  /**
   * Could not be read.
   */
  unverifiable: number;
  /**
   * Named by a digest that is not valid.
   */
  unverified: number;
}
/**
 * Logs by verdict.
 */
export interface VerdictCounts4 {
  /**
   * All.
   */
  total: number;
  /**
   * As CloudTrail delivered them.
   */
  valid: number;
  /**
   * Changed, missing or not signed.
   */
  invalid: number;
  /**
   * Could not be read.
   */
  unverifiable: number;
  /**
   * Named by a digest that is not valid.
   */
  unverified: number;
}
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
/**
 * Whether the account is as it should be: what each control finds about each resource.
 */
export interface Posture {
  /**
   * Version of this document.
   */
  format: 1;
  /**
   * The lake, s3://bucket/prefix.
   */
  lake: string;
  /**
   * When it was read, UTC.
   */
  checked_at: string;
  /**
   * What was looked at, in order.
   */
  resources: string[];
  /**
   * Controls that hold.
   */
  pass: number;
  /**
   * Controls that do not.
   */
  fail: number;
  /**
   * Controls of which nothing is known.
   */
  unknown: number;
  /**
   * By resource, in the order of the catalogue.
   */
  controls: PostureLine[];
}
/**
 * One control and one resource.
 */
export interface PostureLine {
  /**
   * Control.
   */
  id: string;
  /**
   * ARN or address of what it is about.
   */
  resource: string;
  /**
   * What should hold.
   */
  title: string;
  /**
   * Controls of NIST SP 800-53 revision 5.
   */
  nist_800_53: string[];
  /**
   * Clause of SEC rule 17a-4; null where it protects secrecy alone.
   */
  sec_17a_4: string | null;
  /**
   * What whoever attacks gains where it does not hold.
   */
  attacker_gains: string;
  /**
   * What to do where it does not hold.
   */
  fix: string;
  /**
   * Whether it holds; unknown where it cannot be read or judged.
   */
  verdict: 'pass' | 'fail' | 'unknown';
  /**
   * What was seen.
   */
  evidence: string[];
  /**
   * Action of IAM that the caller lacks; null where none is missing.
   */
  missing_permission: string | null;
}
