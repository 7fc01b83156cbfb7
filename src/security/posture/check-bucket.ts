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
import type { BucketSettingName, BucketSettingsReader } from './bucket-settings.js';
import type { ControlResult } from './posture-control.js';

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

/** What each control finds about a bucket, in their order; a setting is read once. */
export async function checkBucket(
  reader: BucketSettingsReader,
  bucket: JudgedBucket,
  controls: readonly BucketControl[],
): Promise<ControlResult[]> {
  const once = readOnce(reader);
  return Promise.all(
    controls.map(async ({ check, ...text }) => ({
      ...text,
      resource: `s3://${bucket.bucket}`,
      ...(await check(once, bucket)),
    })),
  );
}

function readOnce(reader: BucketSettingsReader): BucketSettingsReader {
  const asked = new Map<BucketSettingName, unknown>();
  return {
    read: <Name extends BucketSettingName>(name: Name) => {
      const known = (asked.get(name) ?? reader.read(name)) as ReturnType<typeof reader.read<Name>>;
      asked.set(name, known);
      return known;
    },
  };
}
