import { quoted } from '../domain/diagnostic.js';
import { EXIT } from '../project/exit-codes.js';
import { RETENTION_DAYS } from '../project/judged-bucket.js';
import { CONFIG_FILE } from '../project/load-config.js';
import type { Project } from '../project/project.js';
import { Refusal } from '../project/refusal.js';
import type { AccessPolicy } from '../security/access/access-policy.js';

const DENIED_IN_AN_HOUR = 10;

/** Who may touch a project's lake; refuses a lake that is not in S3, and a configuration that does not say it. */
export function accessPolicyOf({ s3, lake, access }: Project): AccessPolicy {
  if (s3 === null) {
    throw refusal(
      `the lake is ${quoted(lake)}, expected s3://bucket/prefix: CloudTrail records calls of S3 and none of a folder [access-lake-local]`,
    );
  }
  if (access === null) {
    throw refusal(
      'says nothing of access, expected "access: {readers: [...], writers: [...], vpc_endpoints: [...]}"; name the roles that may touch the lake [access-missing]',
    );
  }
  const kms_key = access.kms_key ?? s3.kms_key;
  if (!kms_key.startsWith('arn:')) {
    throw refusal(
      `the key of the lake is ${quoted(kms_key)}, expected an ARN, because CloudTrail names keys so; add access.kms_key [access-key-not-arn]`,
    );
  }
  return {
    lake: s3.location,
    kms_key,
    readers: access.readers,
    writers: access.writers,
    vpc_endpoints: access.vpc_endpoints,
    other_kms_keys: access.other_kms_keys ?? [],
    other_buckets: [
      ...(access.other_buckets ?? []),
      ...(access.log_bucket === undefined ? [] : [access.log_bucket]),
    ],
    retention_days: access.retention_days ?? RETENTION_DAYS,
    denied_in_an_hour: access.denied_in_an_hour ?? DENIED_IN_AN_HOUR,
  };
}

function refusal(what: string): Refusal {
  return new Refusal(EXIT.invalid_spec, [`${CONFIG_FILE}: ${what}`]);
}
