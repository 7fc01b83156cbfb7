import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { Config } from '../domain/generated/config.js';
import type { ObjectRemover, ObjectStore } from '../store/object-store.js';
import { type S3Means, S3Session, type S3Settings } from '../store/s3-session.js';
import { openS3Store } from '../store/s3-store.js';
import { judgedBucket } from './judged-bucket.js';
import { retryMeans } from './retry-means.js';
import type { S3Lake } from './s3-lake.js';

/** The store of a lake in S3, with the clock and the chance of this machine; the bucket is judged before the first write, with what the project says of who reaches it. */
export function openS3Lake(
  lake: S3Lake,
  { work, access }: { work: string; access: NonNullable<Config['access']> | null },
): Promise<ObjectStore & ObjectRemover> {
  // The version is pinned and reads on Node 20; its notice about later ones says nothing to whoever runs a day.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const settings = sessionSettings(lake, work);
  const means = sessionMeans();
  return openS3Store(settings, {
    ...means,
    preflight: async () => {
      const { refuseUnsafeBucket } = await import('../security/posture/refuse-unsafe-bucket.js');
      const { openBucketSettings } = await import('../security/posture/open-bucket-settings.js');
      const reader = openBucketSettings(await S3Session.open(settings, means));
      await refuseUnsafeBucket(reader, judgedBucket(lake, access));
    },
  });
}

/** A session with one bucket of a lake's account, to read its settings. */
export function openS3Session(lake: S3Lake, work: string): Promise<S3Session> {
  return S3Session.open(sessionSettings(lake, work), sessionMeans());
}

function sessionSettings({ part_mib, kms_endpoint: _, ...settings }: S3Lake, work: string): S3Settings {
  return {
    ...settings,
    cache: path.join(work, 'cache'),
    part_bytes: part_mib === undefined ? undefined : part_mib * 2 ** 20,
  };
}

function sessionMeans(): S3Means {
  return { ...retryMeans, new_token: randomUUID };
}
