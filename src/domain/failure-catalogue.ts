import { type JobFailureData, jobFailureText } from './job-failures.js';
import { type S3FailureData, s3FailureText } from './s3-failures.js';

type OutsideFailureData = S3FailureData & JobFailureData;

/** What each kind of failed machinery knows about itself; the data from which its message is made. */
export type FailureData = OutsideFailureData & {
  'database-failed': { doing: string; reason: string };
  'file-unreadable': { path: string; reason: string };
  'file-unwritable': { path: string; reason: string };
  'object-missing': { key: string };
  'object-removed': { key: string; removal: string; reason: string; by: string; rule: string };
  'raw-removed': { key: string };
  'object-damaged': { key: string; expected_sha256: string; actual_sha256: string };
  'manifest-unreadable': { key: string; reason: string };
  'manifest-chain-broken': { key: string; expected: string; actual: string };
  'commit-contended': { feed: string; attempts: number };
  'catalog-database-missing': { database: string; region: string };
  'catalog-denied': { operation: string; database: string; reason: string };
  'catalog-refused': { operation: string; database: string; reason: string };
  'catalog-unavailable': { operation: string; database: string; reason: string; attempts: number };
  'cloudtrail-denied': { operation: string; region: string; reason: string };
  'cloudtrail-refused': { operation: string; region: string; reason: string };
  'cloudtrail-trail-unknown': { arn: string };
  'cloudtrail-unavailable': { operation: string; region: string; reason: string; attempts: number };
  'posture-unreadable': { operation: string; reason: string };
  'delivery-unfinished': { file: string; tries: number; reason: string };
  'lambda-unconfigured': { variable: string; expected: string };
  'step-input-wrong': { step: string; pointer: string; actual: string; expected: string };
  'state-unreadable': { key: string; pointer: string; actual: string; expected: string };
  'secret-unreadable': { secret: string; reason: string };
  'secret-unavailable': { secret: string; reason: string; attempts: number };
  'signing-denied': { key: string; operation: string; reason: string };
  'signing-key-unfit': { key: string; reason: string };
  'signing-unavailable': { key: string; operation: string; reason: string; attempts: number };
  'calendar-date-outside': { calendar: string; date: string; first: number; last: number };
  'quarantine-unreconciled': {
    feed: string;
    commit_id: string;
    read: number;
    accepted: number;
    rejected: number;
    duplicates: number;
    repaired: number;
    withdrawn: number;
  };
  'personal-key-missing': { feed: string; fields: readonly string[] };
  'personal-key-differs': { feed: string; commit_id: string; key_id: string; expected: string };
  'validators-disagree': { feed: string; line: number; sql: string; ajv: string };
};

export type FailureCode = keyof FailureData;

/** One sentence per code: what failed, with the values, and what to do next. The source of docs/errors.md. */
export const failureText: { readonly [Code in FailureCode]: (data: FailureData[Code]) => string } = {
  ...s3FailureText,
  ...jobFailureText,
  'database-failed': (d) => `${d.doing}: the embedded database says "${d.reason}"`,
  'file-unreadable': (d) =>
    `${d.path}: cannot be read (${d.reason}); check that it exists and its permissions`,
  'file-unwritable': (d) => `${d.path}: cannot be written (${d.reason}); check free space and permissions`,
  'object-missing': (d) =>
    `${d.key}: a manifest names this object but the store does not have it; restore it`,
  'object-removed': (d) =>
    `${d.key}: was removed, as ${d.removal} records (${d.reason} by ${d.by}: ${d.rule}); it cannot be read any more`,
  'raw-removed': (d) =>
    `${d.key}: retention removes these raw bytes while they are delivered again; run again, they are then stored anew`,
  'object-damaged': (d) =>
    `${d.key}: sha256 is ${d.actual_sha256}, expected ${d.expected_sha256}; restore it from a copy`,
  'posture-unreadable': (d) =>
    `${d.operation} gives no answer (${d.reason}); check the network, the credentials and what tapewarden.yaml names, then run again`,
  'secret-unreadable': (d) =>
    `${d.secret}: cannot be read (${d.reason}), expected a secret with text that secretsmanager:GetSecretValue and kms:Decrypt of its key give to whoever reads it; allow it, or correct its ARN in tapewarden.yaml`,
  'secret-unavailable': (d) =>
    `${d.secret}: Secrets Manager gave no answer in ${d.attempts} attempts (${d.reason}); check the network or the endpoint of secretsmanager, then run again`,
  'signing-denied': (d) =>
    `${d.key}: ${d.operation} is not allowed (${d.reason}); allow it to whoever signs, in the policy of the key or in IAM`,
  'signing-key-unfit': (d) =>
    `${d.key}: cannot sign reports (${d.reason}), expected an enabled key of KMS with usage SIGN_VERIFY that signs by ECDSA_SHA_256 or RSASSA_PKCS1_V1_5_SHA_256`,
  'signing-unavailable': (d) =>
    `${d.key}: ${d.operation} got no answer in ${d.attempts} attempts (${d.reason}); check the network, then sign again`,
  'manifest-unreadable': (d) =>
    `${d.key}: this is no manifest (${d.reason}); it was altered or damaged, restore it`,
  'manifest-chain-broken': (d) =>
    `${d.key}: previous manifest hash is ${d.expected}, but the manifest before it hashes to ${d.actual}; the chain was altered`,
  'commit-contended': (d) =>
    `feed ${d.feed}: ${d.attempts} commits in a row were overtaken by other writers; run again`,
  'catalog-database-missing': (d) =>
    `the catalog of ${d.region} has no database ${d.database}, expected it; tapewarden catalog sync makes it, or correct catalog in tapewarden.yaml`,
  'catalog-denied': (d) =>
    `glue:${d.operation} on database ${d.database} is not allowed (${d.reason}); check the credentials, and grant it in IAM and in Lake Formation`,
  'catalog-refused': (d) =>
    `glue:${d.operation} on database ${d.database} is refused (${d.reason}); mend what Glue says, then tapewarden catalog sync`,
  'catalog-unavailable': (d) =>
    `glue:${d.operation} on database ${d.database} failed ${d.attempts} times (${d.reason}); the lake is sound, tapewarden catalog sync later`,
  'cloudtrail-denied': (d) =>
    `cloudtrail:${d.operation} in ${d.region} is not allowed (${d.reason}); check the credentials and grant it in IAM`,
  'cloudtrail-refused': (d) =>
    `cloudtrail:${d.operation} in ${d.region} is refused (${d.reason}); mend what CloudTrail says, then run again`,
  'cloudtrail-trail-unknown': (d) =>
    `${d.arn}: CloudTrail knows no such trail, expected arn:aws:cloudtrail:REGION:ACCOUNT:trail/NAME of a trail that stands; of a deleted one name --bucket`,
  'cloudtrail-unavailable': (d) =>
    `cloudtrail:${d.operation} in ${d.region} failed ${d.attempts} times (${d.reason}); run again later`,
  'delivery-unfinished': (d) =>
    `${d.file}: was not settled after ${d.tries} tries (${d.reason}), so that nothing of it is published; take the cause away and run the day again`,
  'step-input-wrong': (d) =>
    `input of step ${d.step}: ${d.pointer} is ${d.actual}, expected ${d.expected}; correct what starts the execution, or the definition of the state machine where it was deployed apart from its functions`,
  'state-unreadable': (d) =>
    `${d.key}: ${d.pointer} is ${d.actual}, expected ${d.expected}; it was written by another version of the functions: start the day again under another name of the execution`,
  'lambda-unconfigured': (d) =>
    `${d.variable}: is not what a step of the state machine needs, expected ${d.expected}; correct the environment of the function`,
  'calendar-date-outside': (d) =>
    `${d.date}: calendar ${d.calendar} holds the years ${d.first} to ${d.last}, so that it is not known whether there is a session; add the year to calendars/${d.calendar}.yaml`,
  'personal-key-missing': (d) =>
    `feed ${d.feed}: the map takes the personal fields ${d.fields.join(', ')}, but no key is configured for the tokens that stand for them; name one under personal in tapewarden.yaml, or take the fields out of the map`,
  'personal-key-differs': (d) =>
    `feed ${d.feed}, commit ${d.commit_id.slice(0, 12)}: its rows hold tokens of key ${d.expected}, but key ${d.key_id} is configured; configure that key, or canonicalize the delivery again with this one`,
  'quarantine-unreconciled': (d) =>
    `feed ${d.feed}, commit ${d.commit_id}: ${d.read} records were read, ${d.accepted} accepted, ${d.rejected} rejected and ${d.duplicates} duplicates, and of the rejected ones ${d.repaired} repaired and ${d.withdrawn} withdrawn, which does not add up; an entry or a repair was altered, restore it`,
  'validators-disagree': (d) =>
    `feed ${d.feed}, line ${d.line}: the SQL check says ${d.sql}, Ajv says ${d.ajv}; report this as a bug with the line`,
};
