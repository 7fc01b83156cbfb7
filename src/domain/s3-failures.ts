/** What each failure of S3 knows about itself. `uri` is `s3://bucket/key`; `operation` is S3's own name of the call. */
export type S3FailureData = {
  's3-access-denied': { operation: string; uri: string; reason: string; request_id: string | null };
  's3-archived': { uri: string };
  's3-bucket-missing': { bucket: string };
  's3-bucket-unsafe': {
    bucket: string;
    broken: readonly { control: string; evidence: string; next: string }[];
  };
  's3-clock-skewed': { reason: string };
  's3-credentials-expired': { reason: string };
  's3-credentials-invalid': { reason: string };
  's3-credentials-missing': { reason: string };
  's3-key-denied': { kms_key: string; operation: string; uri: string; reason: string };
  's3-key-unusable': { kms_key: string; reason: string };
  's3-object-locked': { uri: string };
  's3-region-missing': { bucket: string };
  's3-region-wrong': { bucket: string; region: string; actual_region: string | null };
  's3-request-refused': { operation: string; uri: string; reason: string; request_id: string | null };
  's3-throttled': { operation: string; uri: string; attempts: number; seconds: number };
  's3-unavailable': { operation: string; uri: string; answer: string; attempts: number; seconds: number };
  's3-unreachable': { operation: string; uri: string; reason: string; attempts: number; seconds: number };
};

type S3FailureText = { readonly [Code in keyof S3FailureData]: (data: S3FailureData[Code]) => string };

/** One sentence per code, with the next step. */
export const s3FailureText: S3FailureText = {
  's3-access-denied': (d) =>
    `${d.uri}: S3 denies ${d.operation} (${d.reason}, request ${d.request_id ?? 'unknown'}); allow it to this role in its policy and the bucket's, and call through the VPC endpoint that the bucket's policy names`,
  's3-archived': (d) =>
    `${d.uri}: the object lies in an archive class and cannot be read at once; restore it in S3, then run again`,
  's3-bucket-missing': (d) =>
    `s3://${d.bucket}: there is no such bucket; check lake in tapewarden.yaml and the account of the credentials`,
  's3-bucket-unsafe': (d) =>
    `s3://${d.bucket}: nothing was written, because the bucket is not safe: ${d.broken.map(({ control, evidence, next }) => `${control}: ${evidence}; ${next}`).join('. ')}. tapewarden audit posture says more`,
  's3-clock-skewed': (d) =>
    `the clock of this machine differs too much from that of S3 (${d.reason}); set the clock, then run again`,
  's3-credentials-expired': (d) =>
    `the AWS credentials have expired (${d.reason}); sign in again, then run again: what was done stays`,
  's3-credentials-invalid': (d) =>
    `S3 does not know the AWS credentials (${d.reason}); check AWS_PROFILE or the keys in the environment`,
  's3-credentials-missing': (d) =>
    `no AWS credentials are found (${d.reason}); sign in, set AWS_PROFILE, or give this machine a role`,
  's3-key-denied': (d) =>
    `${d.uri}: the KMS key ${d.kms_key} may not be used for ${d.operation} (${d.reason}); allow kms:GenerateDataKey and kms:Decrypt to this role in the key's policy`,
  's3-key-unusable': (d) =>
    `the KMS key ${d.kms_key} cannot be used (${d.reason}); enable it, or name another as s3.kms_key in tapewarden.yaml`,
  's3-object-locked': (d) =>
    `${d.uri}: an object lock or legal hold of the bucket protects it, nothing was removed; wait for the end of the lock or lift the hold in S3`,
  's3-region-missing': (d) =>
    `s3://${d.bucket}: no AWS region is set; name it as s3.region in tapewarden.yaml or in AWS_REGION`,
  's3-region-wrong': (d) =>
    `s3://${d.bucket}: the bucket is in ${d.actual_region ?? 'another region'}, not in ${d.region}; correct s3.region in tapewarden.yaml`,
  's3-request-refused': (d) =>
    `${d.uri}: S3 refuses ${d.operation} (${d.reason}, request ${d.request_id ?? 'unknown'}); check the s3 settings in tapewarden.yaml`,
  's3-throttled': (d) =>
    `${d.uri}: S3 asked to slow down ${d.operation} (tries: ${d.attempts}, seconds: ${d.seconds}); run again later: what was done stays`,
  's3-unavailable': (d) =>
    `${d.uri}: S3 answered ${d.answer} to ${d.operation} (tries: ${d.attempts}, seconds: ${d.seconds}); run again later: what was done stays`,
  's3-unreachable': (d) =>
    `${d.uri}: no answer to ${d.operation} (${d.reason}; tries: ${d.attempts}, seconds: ${d.seconds}); check the network, the VPC endpoint and s3.endpoint, then run again`,
};
