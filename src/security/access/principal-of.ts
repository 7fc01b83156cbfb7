import { type JsonObject, objectOf, textOf } from './json-parts.js';

/** Identities that AWS writes where nobody has signed the request. */
const ANONYMOUS = new Set(['ANONYMOUS_PRINCIPAL', 'ANONYMOUS', 'anonymous']);

/**
 * Who made a call: the role of the session, so that one role is one principal whatever its sessions are called; else the
 * identity's own ARN, the calling service, `account <id>` of an identity of another account, or `anonymous`.
 */
export function principalOf(record: JsonObject): string | null {
  const identity = objectOf(record['userIdentity']);
  const issuer = objectOf(objectOf(identity['sessionContext'])['sessionIssuer']);
  const named = textOf(issuer['arn']) ?? textOf(identity['arn']);
  if (named !== null) return named;
  const account = textOf(identity['accountId']);
  const id = textOf(identity['principalId']);
  if ([account, id].some((name) => name !== null && ANONYMOUS.has(name))) return 'anonymous';
  return textOf(identity['invokedBy']) ?? (account === null ? id : `account ${account}`);
}

/** Whether a service of AWS made the call, for itself or for the principal. */
export function isByService(record: JsonObject): boolean {
  const identity = objectOf(record['userIdentity']);
  const invoked_by = textOf(identity['invokedBy']);
  return (
    record['eventType'] === 'AwsServiceEvent' ||
    identity['type'] === 'AWSService' ||
    invoked_by === 'AWS Internal' ||
    [invoked_by, textOf(record['sourceIPAddress'])].some((name) => name?.endsWith('.amazonaws.com') === true)
  );
}
