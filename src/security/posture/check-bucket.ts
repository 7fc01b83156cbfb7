import type { BucketControl, JudgedBucket } from './bucket-control.js';
import { currentTls, noConfusedDeputy, writtenOnce } from './bucket-guard-controls.js';
import {
  endpointOnly,
  historyKept,
  ownAccountOnly,
  rightKeyOnly,
  tlsOnly,
} from './bucket-policy-controls.js';
import {
  accessLogged,
  defaultKey,
  objectLocked,
  ownedByBucket,
  publicBlocked,
  uploadsEnded,
  versioned,
} from './bucket-setting-controls.js';
import type { BucketSettingsReader } from './bucket-settings.js';
import type { ControlResult } from './posture-control.js';
import { checkSettings } from './setting-control.js';

/** What must hold before anything is written to a bucket. */
export const writingControls: readonly BucketControl[] = [
  defaultKey,
  versioned,
  publicBlocked,
  tlsOnly,
  endpointOnly,
];

/** All controls of any bucket. */
export const bucketControls: readonly BucketControl[] = [
  ...writingControls,
  rightKeyOnly,
  ownAccountOnly,
  historyKept,
  objectLocked,
  ownedByBucket,
  currentTls,
  noConfusedDeputy,
];

/** All controls of the bucket of the lake: others are also written by services that know no conditions, or hold the logs. */
export const lakeControls: readonly BucketControl[] = [
  ...bucketControls,
  writtenOnce,
  accessLogged,
  uploadsEnded,
];

/** What each control finds about a bucket, in their order. */
export async function checkBucket(
  reader: BucketSettingsReader,
  bucket: JudgedBucket,
  controls: readonly BucketControl[],
): Promise<ControlResult[]> {
  return checkSettings(reader, { resource: `s3://${bucket.bucket}`, wanted: bucket }, controls);
}
