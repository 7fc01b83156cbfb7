import type { PolicyDocument } from '../policy/policy-document.js';
import type { SettingsReader } from './settings-reader.js';

/** What of a bucket's settings is judged. */
export type BucketSettings = {
  /** Encryption of what is put without saying how. */
  encryption: { algorithm: string; kms_key: string | null };
  versioning: { status: string };
  public_access: {
    block_public_acls: boolean;
    ignore_public_acls: boolean;
    block_public_policy: boolean;
    restrict_public_buckets: boolean;
  };
  policy: PolicyDocument;
  /** Retention that every object gets; its days, years counted as 365. */
  object_lock: { mode: string | null; days: number };
  ownership: { rule: string };
  /** Where accesses are logged. */
  logging: { target: string };
  /** Days after which parts of uploads that nobody ended are removed, in the whole bucket; null where they stay. */
  lifecycle: { abandoned_after_days: number | null };
};

/** One setting by name. */
export type BucketSettingName = keyof BucketSettings;

/** Reads the settings of one bucket. */
export type BucketSettingsReader = SettingsReader<BucketSettings>;
