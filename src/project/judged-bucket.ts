import type { Config } from '../domain/generated/config.js';
import type { JudgedBucket } from '../security/posture/bucket-control.js';
import type { S3Lake } from './s3-lake.js';

/** Six years of 17a-4(b)(1), leap days included. */
export const RETENTION_DAYS = 2192;

/** The bucket of a lake, and what the project says that it should be like. */
export function judgedBucket(
  lake: S3Lake,
  access: NonNullable<Config['access']> | null = null,
): JudgedBucket {
  const { location, kms_key, region = '' } = lake;
  return {
    ...location,
    region,
    kms_key,
    other_keys: [],
    roles: rolesOf(access),
    removers: access?.removers ?? [],
    vpc_endpoints: access?.vpc_endpoints ?? [],
    retention_days: access?.retention_days ?? RETENTION_DAYS,
  };
}

/** ARNs of the roles that may touch the lake; services of AWS, which are named otherwise, are none. */
export function rolesOf(access: NonNullable<Config['access']> | null): string[] {
  const named = [...(access?.writers ?? []), ...(access?.readers ?? [])];
  return named.filter((role) => role.startsWith('arn:'));
}
