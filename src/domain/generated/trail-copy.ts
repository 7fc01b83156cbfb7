// Generated from schemas/trail-copy.schema.json by npm run generate; do not edit.

/**
 * What a saved copy of a trail is a copy of: copy.json of its folder.
 */
export interface TrailCopyHead {
  /**
   * Version of this document.
   */
  format: 1;
  /**
   * When it was saved, milliseconds since 1970 UTC.
   */
  saved_at: number;
  /**
   * Bucket of the trail.
   */
  bucket: string;
  /**
   * What is before AWSLogs in its keys; empty where nothing is.
   */
  prefix: string;
  /**
   * Begin of the range, milliseconds since 1970 UTC; null where it was not limited.
   */
  from: number | null;
  /**
   * End of the range, milliseconds since 1970 UTC; null where it was not limited.
   */
  to: number | null;
  /**
   * Accounts that were chosen; null for all.
   */
  accounts: string[] | null;
  /**
   * Regions that were chosen; null for all.
   */
  regions: string[] | null;
  /**
   * The trail that was chosen; null for all.
   */
  name: string | null;
  /**
   * The trail as CloudTrail described it; null where only its place was named.
   */
  settings: {} | null;
  /**
   * Names of the folders below bucket/prefix/, as they were listed.
   */
  folders: {
    [k: string]: string[];
  };
}
