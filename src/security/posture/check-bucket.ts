import type { BucketControl, JudgedBucket } from './bucket-control.js';
import {
  endpointOnly,
  historyKept,
  ownAccountOnly,
  rightKeyOnly,
  tlsOnly,
} from './bucket-policy-controls.js';
import {
  defaultKey,
  objectLocked,
  ownedByBucket,
  publicBlocked,
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

/** All controls of a bucket. */
export const bucketControls: readonly BucketControl[] = [
  ...writingControls,
  rightKeyOnly,
  ownAccountOnly,
  historyKept,
  objectLocked,
  ownedByBucket,
];

/** What each control finds about a bucket, in their order. */
export async function checkBucket(
  reader: BucketSettingsReader,
  bucket: JudgedBucket,
  controls: readonly BucketControl[],
): Promise<ControlResult[]> {
  return checkSettings(reader, { resource: `s3://${bucket.bucket}`, wanted: bucket }, controls);
}
