import type { BucketPurpose, Names } from '../names.js';
import type { Grant } from './grant.js';

const WHOLE_BUCKET =
  'Objects of a bucket have no other name; the bucket holds nothing else, and its policy denies what nobody may.';

/** Reading objects and their names, of versions too: a manifest may name one that is not the newest. */
export function readObjects(names: Names, purposes: readonly BucketPurpose[]): Grant[] {
  return [
    {
      sid: 'ListObjects',
      actions: [
        's3:ListBucket',
        's3:ListBucketMultipartUploads',
        's3:ListBucketVersions',
        's3:GetBucketLocation',
        // Read before the first write: nothing is written to a bucket that is not as it should be.
        's3:GetBucketPolicy',
        's3:GetBucketPublicAccessBlock',
        's3:GetBucketVersioning',
        's3:GetEncryptionConfiguration',
      ],
      resources: purposes.map((purpose) => names.bucketArn(purpose)),
    },
    {
      sid: 'ReadObjects',
      actions: ['s3:GetObject', 's3:GetObjectVersion'],
      resources: purposes.map((purpose) => `${names.bucketArn(purpose)}/*`),
      why: WHOLE_BUCKET,
    },
  ];
}

/** Putting objects, in parts too, and giving up uploads; the bucket lets nobody put over another. */
export function writeObjects(names: Names, purposes: readonly BucketPurpose[]): Grant {
  return {
    sid: 'WriteObjects',
    actions: ['s3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
    resources: purposes.map((purpose) => `${names.bucketArn(purpose)}/*`),
    why: WHOLE_BUCKET,
  };
}

/** Reading the key of tokens for personal data, where what brokers sent is read. */
export function readPersonalKey(arn: string): Grant {
  return { sid: 'PersonalKey', actions: ['secretsmanager:GetSecretValue'], resources: [arn] };
}

/** Using a key; what for, its own policy says. */
export function useKey(sid: string, arn: string, actions: string[]): Grant {
  return { sid, actions, resources: [arn] };
}
