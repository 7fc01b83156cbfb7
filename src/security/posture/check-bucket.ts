import type { BucketControl, JudgedBucket } from './bucket-control.js';
import { currentTls, noConfusedDeputy, writtenOnce } from './bucket-guard-controls.js';
import {
  endpointOnly,
  historyKept,
  ownAccountOnly,
  removalReserved,
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

/** All controls of a bucket whose objects are locked. */
const bucketControls: readonly BucketControl[] = [
  ...writingControls,
  rightKeyOnly,
  ownAccountOnly,
  historyKept,
  objectLocked,
  ownedByBucket,
  currentTls,
  noConfusedDeputy,
];

/** What no bucket of server access logs can meet: S3 delivers them under its own keys, and to no locked bucket. */
const NOT_OF_LOGS: readonly BucketControl[] = [defaultKey, rightKeyOnly];

/** What a bucket is for, which decides what must hold of it. */
export type BucketRole = { readonly kind: 'lake' | 'other' | 'logs'; readonly locked: boolean };

/**
 * All controls of a bucket: an object lock, or removal that is reserved where it is not locked. Of the lake's own more is asked: others
 * are also written by services that know no conditions.
 */
export function controlsOfBucket({ kind, locked }: BucketRole): readonly BucketControl[] {
  const common = bucketControls
    .map((control) => (control === objectLocked && !(locked && kind !== 'logs') ? removalReserved : control))
    .filter((control) => kind !== 'logs' || !NOT_OF_LOGS.includes(control));
  return kind === 'lake' ? [...common, writtenOnce, accessLogged, uploadsEnded] : common;
}

/** What each control finds about a bucket, in their order. */
export async function checkBucket(
  reader: BucketSettingsReader,
  bucket: JudgedBucket,
  controls: readonly BucketControl[],
): Promise<ControlResult[]> {
  return checkSettings(reader, { resource: `s3://${bucket.bucket}`, wanted: bucket }, controls);
}
