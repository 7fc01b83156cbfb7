import type { BucketSettings } from './bucket-settings.js';
import { controlsOf, type SettingControl } from './setting-control.js';

/** The bucket that is judged, and what it should agree with. */
export type JudgedBucket = {
  readonly bucket: string;
  /** Beginning of the lake's keys; empty where the lake is the whole bucket. */
  readonly prefix: string;
  readonly region: string;
  /** Key with which its objects should be encrypted, as the project names it. */
  readonly kms_key: string;
  /** Keys that serve as well, where another service writes to it: that of the trail. */
  readonly other_keys: readonly string[];
  /** ARNs of roles that may use it: the policy must hold for them as well. */
  readonly roles: readonly string[];
  /** Those of them that may remove what retention lets go. */
  readonly removers: readonly string[];
  /** Endpoints through which it is reached; none where the project does not name them. */
  readonly vpc_endpoints: readonly string[];
  /** How long its objects must be kept. */
  readonly retention_days: number;
};

/** A control of a bucket. */
export type BucketControl = SettingControl<BucketSettings, JudgedBucket>;

/** Makes a control of one setting of a bucket. */
export const ofBucket = controlsOf<BucketSettings, JudgedBucket>();
