// Generated from schemas/report-signature.schema.json by npm run generate; do not edit.

/**
 * A detached signature of a report's file: who had the key said that these bytes are the report of that run, or of those runs.
 */
export interface ReportSignature {
  /**
   * What is signed: its JSON with sorted members and no white space, in UTF-8.
   */
  statement: DayStatement | PeriodStatement;
  /**
   * ed25519 (RFC 8032); ecdsa-sha256 (DER); rsa-sha256 (RSASSA-PKCS1-v1_5).
   */
  algorithm: 'ed25519' | 'ecdsa-sha256' | 'rsa-sha256';
  /**
   * Signature, base64.
   */
  signature: string;
}
/**
 * Of the report of one run.
 */
export interface DayStatement {
  format: 1;
  /**
   * Trade date of the run.
   */
  trade_date: string;
  /**
   * Run that the report is of.
   */
  run_id: string;
  /**
   * Hash of the file's bytes.
   */
  sha256: string;
  /**
   * Size of the file.
   */
  bytes: number;
  /**
   * When, by the clock of the signer, nanoseconds since 1970-01-01T00:00:00Z.
   */
  signed_at_ns: string;
  /**
   * Hash of the public key (SubjectPublicKeyInfo, DER).
   */
  key_sha256: string;
  /**
   * ARN of the key where KMS keeps it; absent where the signer had it in a file.
   */
  key_arn?: string;
}
/**
 * Of the report of a month or a quarter.
 */
export interface PeriodStatement {
  format: 1;
  /**
   * Month yyyy-MM, or quarter yyyy-Qn.
   */
  period: string;
  /**
   * The runs that it adds up, by trade date; no more than one for a day.
   */
  runs: SignedRun[];
  /**
   * Hash of the file's bytes.
   */
  sha256: string;
  /**
   * Size of the file.
   */
  bytes: number;
  /**
   * When, by the clock of the signer, nanoseconds since 1970-01-01T00:00:00Z.
   */
  signed_at_ns: string;
  /**
   * Hash of the public key (SubjectPublicKeyInfo, DER).
   */
  key_sha256: string;
  /**
   * ARN of the key where KMS keeps it; absent where the signer had it in a file.
   */
  key_arn?: string;
}
/**
 * A run, and the report of it that was added up.
 */
export interface SignedRun {
  /**
   * Trade date of the run.
   */
  trade_date: string;
  /**
   * Run.
   */
  run_id: string;
  /**
   * Hash of its report as JSON.
   */
  report_sha256: string;
}
