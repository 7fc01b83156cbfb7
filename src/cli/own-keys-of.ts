import type { Project } from '../project/project.js';
import type { S3Lake } from '../project/s3-lake.js';
import type { OwnKeys } from '../security/posture/own-keys.js';

/** Every key that the project names: that of the lake, under each of its names, and the others of `access`. */
export function ownKeysOf(
  { access }: Pick<Project, 'access'>,
  { kms_key }: Pick<S3Lake, 'kms_key'>,
): OwnKeys {
  const named = [access?.kms_key, kms_key, ...(access?.other_kms_keys ?? [])];
  return [...new Set(named.filter((key) => key !== undefined))];
}
