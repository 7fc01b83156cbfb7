import { OperationalFailure } from '../domain/operational-failure.js';
import { judgedBucket, rolesOf } from '../project/judged-bucket.js';
import { openS3Session } from '../project/open-s3-lake.js';
import { openTrail } from '../project/open-trail.js';
import type { Project } from '../project/project.js';
import { retryMeans } from '../project/retry-means.js';
import type { S3Lake } from '../project/s3-lake.js';
import { type BucketRole, checkBucket, controlsOfBucket } from '../security/posture/check-bucket.js';
import { checkKey, unnamedKey } from '../security/posture/key-controls.js';
import { openBucketSettings } from '../security/posture/open-bucket-settings.js';
import { openKeySettings } from '../security/posture/open-key-settings.js';
import type { ControlResult } from '../security/posture/posture-control.js';
import { checkTrail, unreadableTrail } from '../security/posture/trail-controls.js';
import type { CliContext } from './cli-context.js';
import { ownKeysOf } from './own-keys-of.js';

/** What each control finds about the buckets of the project, the lake's own first. */
export async function resultsOfBuckets(project: Project, lake: S3Lake): Promise<ControlResult[]> {
  const results: ControlResult[] = [];
  for (const { kind, location } of bucketsOf(project, lake)) {
    const place = { ...lake, location };
    const reader = openBucketSettings(await openS3Session(place, project.work));
    const locked = project.access?.locked_buckets?.includes(location.bucket) ?? true;
    const other_keys = kind === 'lake' ? [] : ownKeysOf(project, lake);
    const judged = { ...judgedBucket(place, project.access), other_keys };
    results.push(...(await checkBucket(reader, judged, controlsOfBucket({ kind, locked }))));
  }
  return results;
}

function bucketsOf(
  { access }: Project,
  { location }: S3Lake,
): { kind: BucketRole['kind']; location: S3Lake['location'] }[] {
  const other = (kind: 'other' | 'logs') => (bucket: string) => ({ kind, location: { bucket, prefix: '' } });
  const logs = access?.log_bucket === undefined ? [] : [access.log_bucket];
  return [
    { kind: 'lake', location },
    ...(access?.other_buckets ?? []).map(other('other')),
    ...logs.map(other('logs')),
  ];
}

/** What each control finds about the key of the lake. */
export async function resultsOfKey(
  { access }: Project,
  { kms_key, kms_endpoint }: S3Lake,
): Promise<ControlResult[]> {
  const arn = access?.kms_key ?? kms_key;
  const region = /^arn:[a-z-]+:kms:([a-z0-9-]+):/.exec(arn)?.[1];
  if (region === undefined) return unnamedKey(arn);
  const place = { region, endpoint: kms_endpoint ?? null };
  return checkKey(openKeySettings(arn, place, retryMeans), { arn, roles: rolesOf(access) });
}

/** What each control finds about the trail; nothing where none is named. */
export async function resultsOfTrail(
  context: CliContext,
  project: Project,
  lake: S3Lake,
): Promise<ControlResult[]> {
  const { arn } = project.trail;
  if (arn === undefined) return [];
  try {
    const { settings } = await openTrail(context, project, {});
    return settings === null ? [] : checkTrail(settings, ownKeysOf(project, lake));
  } catch (error) {
    if (error instanceof OperationalFailure && error.code === 'cloudtrail-denied')
      return unreadableTrail(arn);
    throw error;
  }
}
