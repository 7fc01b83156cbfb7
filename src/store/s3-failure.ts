import { OperationalFailure } from '../domain/operational-failure.js';
import { TriedInVain } from './retry-with-jitter.js';
import {
  isCrossed,
  isThrottled,
  isTransient,
  isUnreachable,
  type S3ErrorFacts,
  s3ErrorFacts,
} from './s3-error-facts.js';

/** Which call failed, and with which settings. */
export type FailedCall = {
  operation: string;
  uri: string;
  bucket: string;
  region: string;
  kms_key: string;
};

type Translation = (facts: S3ErrorFacts, call: FailedCall) => OperationalFailure;

/** The failure that tells in words what an error of the client means and what to do next; keeps the error as cause. */
export function s3Failure(error: unknown, call: FailedCall): OperationalFailure {
  if (isTranslated(error)) return error;
  const tries = error instanceof TriedInVain ? error : null;
  const cause = tries?.cause ?? error;
  if (isTranslated(cause)) return cause;
  const facts = s3ErrorFacts(cause);
  const translated = BY_NAME[facts.name]?.(facts, call) ?? byPattern(facts, call);
  const failure = translated ?? unanswered(facts, call, tries) ?? refused(facts, call);
  failure.cause = cause;
  return failure;
}

function isTranslated(error: unknown): error is OperationalFailure {
  return error instanceof OperationalFailure;
}

const because = ({ status, name, message }: S3ErrorFacts): string =>
  `${status === null ? '' : `${status} `}${name}${message === '' || message === name ? '' : `: ${message}`}`;

const invalid: Translation = (facts) =>
  new OperationalFailure('s3-credentials-invalid', { reason: because(facts) });
const expired: Translation = (facts) =>
  new OperationalFailure('s3-credentials-expired', { reason: because(facts) });
const elsewhere: Translation = ({ region: actual_region }, { bucket, region }) =>
  new OperationalFailure('s3-region-wrong', { bucket, region, actual_region });
const unusableKey: Translation = (facts, { kms_key }) =>
  new OperationalFailure('s3-key-unusable', { kms_key, reason: because(facts) });
const deniedKey: Translation = (facts, { kms_key, operation, uri }) =>
  new OperationalFailure('s3-key-denied', { kms_key, operation, uri, reason: because(facts) });
const denied: Translation = (facts, { operation, uri }) =>
  new OperationalFailure('s3-access-denied', {
    operation,
    uri,
    reason: because(facts),
    request_id: facts.request_id,
  });

const BY_NAME: Readonly<Record<string, Translation>> = {
  AuthorizationHeaderMalformed: elsewhere,
  ExpiredToken: expired,
  ExpiredTokenException: expired,
  IllegalLocationConstraintException: elsewhere,
  InvalidAccessKeyId: invalid,
  InvalidObjectState: (_, { uri }) => new OperationalFailure('s3-archived', { uri }),
  InvalidToken: invalid,
  'KMS.AccessDeniedException': deniedKey,
  'KMS.DisabledException': unusableKey,
  'KMS.InvalidStateException': unusableKey,
  'KMS.KMSInvalidStateException': unusableKey,
  'KMS.NotFoundException': unusableKey,
  NoSuchBucket: (_, { bucket }) => new OperationalFailure('s3-bucket-missing', { bucket }),
  PermanentRedirect: elsewhere,
  RequestTimeTooSkewed: (facts) => new OperationalFailure('s3-clock-skewed', { reason: because(facts) }),
  SignatureDoesNotMatch: invalid,
  TokenRefreshRequired: expired,
};

/** What only the words of an answer or its status tell. */
function byPattern(facts: S3ErrorFacts, call: FailedCall): OperationalFailure | null {
  if (facts.status === null) return byCredentials(facts, call);
  if (facts.status === 301) return elsewhere(facts, call);
  if (facts.status !== 403) return null;
  if (/object lock/i.test(facts.message))
    return new OperationalFailure('s3-object-locked', { uri: call.uri });
  return /\bkms:/i.test(facts.message) ? deniedKey(facts, call) : denied(facts, call);
}

function byCredentials(facts: S3ErrorFacts, call: FailedCall): OperationalFailure | null {
  if (!/^(CredentialsProviderError|TokenProviderError)$/.test(facts.name)) return null;
  if (/expired/i.test(facts.message)) return expired(facts, call);
  return new OperationalFailure('s3-credentials-missing', { reason: facts.message });
}

function unanswered(
  facts: S3ErrorFacts,
  { operation, uri }: FailedCall,
  tries: TriedInVain | null,
): OperationalFailure | null {
  const attempts = tries?.attempts ?? 1;
  const tried = { operation, uri, attempts, seconds: Math.round((tries?.elapsed_ms ?? 0) / 1000) };
  const retryable = { retryable: true };
  if (isThrottled(facts)) return new OperationalFailure('s3-throttled', tried, retryable);
  if (isUnreachable(facts)) {
    return new OperationalFailure('s3-unreachable', { ...tried, reason: because(facts) }, retryable);
  }
  if (!(isTransient(facts) || isCrossed(facts))) return null;
  return new OperationalFailure('s3-unavailable', { ...tried, answer: because(facts) }, retryable);
}

function refused(facts: S3ErrorFacts, { operation, uri }: FailedCall): OperationalFailure {
  const { request_id } = facts;
  return new OperationalFailure('s3-request-refused', { operation, uri, reason: because(facts), request_id });
}
