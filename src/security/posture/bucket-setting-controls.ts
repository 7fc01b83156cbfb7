import { type JudgedBucket, ofBucket } from './bucket-control.js';
import { judged } from './posture-control.js';

/** The default encryption is that of the project's key. */
export const defaultKey = ofBucket(
  'encryption',
  ({ algorithm, kms_key }, bucket) => {
    const wrong: string[] = [];
    if (algorithm !== 'aws:kms' && algorithm !== 'aws:kms:dsse')
      wrong.push(`the default encryption is ${algorithm}, expected aws:kms`);
    else if (
      kms_key === null ||
      ![bucket.kms_key, ...bucket.other_keys].some((own) => isSameKey(kms_key, own))
    )
      wrong.push(`the default key is ${kms_key ?? 'that of AWS'}, expected ${bucket.kms_key}`);
    return judged(wrong, [`${algorithm} with ${kms_key ?? ''}`]);
  },
  {
    id: 's3-default-key',
    title: 'Objects are encrypted with the key of the project even where a put does not say so',
    nist_800_53: ['SC-28(1)', 'SC-12'],
    sec_17a_4: null,
    attacker_gains:
      'objects that whoever may read the bucket reads, with no key to refuse and no use of a key on record',
    fix: 'set the default encryption of the bucket to SSE-KMS with s3.kms_key, named in the same form',
  },
);

/** The bucket keeps every version. */
export const versioned = ofBucket(
  'versioning',
  ({ status }) =>
    judged(status === 'Enabled' ? [] : [`versioning is ${status}, expected Enabled`], [
      'versioning is Enabled',
    ]),
  {
    id: 's3-versioned',
    title: 'Every version of an object is kept',
    nist_800_53: ['AU-9', 'CP-9'],
    sec_17a_4: '(f)(2)(i)',
    attacker_gains: 'a way to overwrite a record so that the original cannot be produced again',
    fix: 'enable versioning on the bucket',
  },
);

/** All four blocks of public access are on. */
export const publicBlocked = ofBucket(
  'public_access',
  (set) => {
    const off = Object.entries(set).filter(([, on]) => !on);
    return judged(
      off.map(([name]) => `${name} is off`),
      ['all four are on'],
    );
  },
  {
    id: 's3-public-blocked',
    title: 'No setting can open the bucket to the public',
    nist_800_53: ['AC-3', 'AC-21'],
    sec_17a_4: null,
    attacker_gains: 'the whole lake, after one mistaken policy or ACL',
    fix: 'turn on all four settings of Block Public Access on the bucket',
  },
);

/** Objects are locked in compliance mode for as long as they must be kept. */
export const objectLocked = ofBucket(
  'object_lock',
  ({ mode, days }, { retention_days }) => {
    const wrong: string[] = [];
    if (mode !== 'COMPLIANCE') wrong.push(`the default mode is ${mode ?? 'none'}, expected COMPLIANCE`);
    if (days < retention_days)
      wrong.push(`the default retention is ${days} days, expected ${retention_days}`);
    return judged(wrong, [`${mode ?? ''} for ${days} days`]);
  },
  {
    id: 's3-object-locked',
    title: 'Records can be neither removed nor shortened by anyone for as long as they must be kept',
    nist_800_53: ['AU-9(2)', 'AU-11'],
    sec_17a_4: '(f)(2)(i)(B)',
    attacker_gains: 'a way to remove records for good, with the permission of an administrator',
    fix: 'set a default retention in COMPLIANCE mode of at least the days that records must be kept',
  },
);

/** ACLs say nothing. */
export const ownedByBucket = ofBucket(
  'ownership',
  ({ rule }) =>
    judged(rule === 'BucketOwnerEnforced' ? [] : [`it is ${rule}, expected BucketOwnerEnforced`], [
      `it is ${rule}`,
    ]),
  {
    id: 's3-owner-enforced',
    title: 'The bucket owns its objects and ACLs say nothing',
    nist_800_53: ['AC-3', 'AC-6'],
    sec_17a_4: null,
    attacker_gains: 'objects that an ACL opens past the policy of the bucket',
    fix: 'set Object Ownership to BucketOwnerEnforced',
  },
);

/** Accesses are logged in another bucket. */
export const accessLogged = ofBucket(
  'logging',
  ({ target }, { bucket }) =>
    judged(target === bucket ? ['accesses are logged in the bucket itself'] : [], [
      `accesses are logged in ${target}`,
    ]),
  {
    id: 's3-access-logged',
    title: 'S3 keeps a log of accesses of its own, beside the trail',
    nist_800_53: ['AU-2', 'AU-12'],
    sec_17a_4: '(f)(2)(i)(A)',
    attacker_gains: 'a single record of what they did, which is enough to lose',
    fix: 'turn on server access logging of the bucket, into another bucket without a lock',
  },
);

const LONGEST_UPLOAD_DAYS = 30;

/** Parts of uploads that nobody ended do not stay. */
export const uploadsEnded = ofBucket(
  'lifecycle',
  ({ abandoned_after_days: days }) => {
    const wrong: string[] = [];
    if (days === null) wrong.push('no rule for the whole bucket ends uploads');
    else if (days > LONGEST_UPLOAD_DAYS)
      wrong.push(`uploads end after ${days} days, expected ${LONGEST_UPLOAD_DAYS} at most`);
    return judged(wrong, [`uploads that nobody ends are removed after ${days ?? 0} days`]);
  },
  {
    id: 's3-uploads-ended',
    title: 'Parts of uploads that nobody ended are removed',
    nist_800_53: ['SI-12', 'SC-5'],
    sec_17a_4: null,
    attacker_gains: 'records in parts that no list shows, and that are paid for without end',
    fix: `add a lifecycle rule for the whole bucket that aborts incomplete uploads after ${LONGEST_UPLOAD_DAYS} days at most`,
  },
);

/** Whether two names are of one key: both an id or ARN that ends alike, or both the same alias. */
export function isSameKey(one: string, other: JudgedBucket['kms_key']): boolean {
  if (one === other) return true;
  const [left, right] = [keyId(one), keyId(other)];
  return left !== null && left === right && (!one.startsWith('arn:') || !other.startsWith('arn:'));
}

function keyId(name: string): string | null {
  if (/^arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:key\//.test(name)) return name.slice(name.lastIndexOf('/') + 1);
  return name.includes('/') ? null : name;
}
