import { OperationalFailure } from '../../domain/operational-failure.js';

/** A call to Glue, for messages. */
export type GlueCall = { operation: string; database: string };

/** What a failed call is worth: it may succeed when made again, somebody must grant it, or Glue will never take it. */
export type GlueVerdict = 'again' | 'denied' | 'refused';

const AGAIN: readonly string[] = [
  'ActiveSessionsExceededException',
  'ActiveStatementsExceededException',
  'ConcurrentModificationException',
  'ConcurrentRunsExceededException',
  'DatabaseConnectionException',
  'FederationSourceRetryableException',
  'InternalServiceException',
  'OperationTimeoutException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ResourceNotReadyException',
  'ServiceUnavailableException',
  'SlowDown',
  'Throttling',
  'ThrottlingException',
  'TimeoutError',
  'TooManyRequestsException',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
];

const DENIED: readonly string[] = [
  'AccessDenied',
  'AccessDeniedException',
  'CredentialsProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'IncompleteSignature',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'MissingAuthenticationToken',
  'OptInRequired',
  'UnrecognizedClientException',
];

/** What Glue's code for the error of one partition is worth. */
export function verdictOfCode(code: string): GlueVerdict {
  if (AGAIN.includes(code)) return 'again';
  return DENIED.includes(code) ? 'denied' : 'refused';
}

/** What an error of the client is worth: by its name, the system's code behind it, or the status of the reply. */
export function verdictOf(error: unknown): GlueVerdict {
  const { code, $metadata } = error as { code?: unknown; $metadata?: { httpStatusCode?: number } };
  const status = $metadata?.httpStatusCode ?? 0;
  const verdicts = [nameOf(error), code].map((known) => verdictOfCode(String(known)));
  if (verdicts.includes('denied')) return 'denied';
  return verdicts.includes('again') || status >= 500 || status === 429 ? 'again' : 'refused';
}

/** Name of an error as Glue and the client give it: `EntityNotFoundException`. */
export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : String(error);
}

/** The failure that an error of the client stands for, after so many attempts. */
export function glueFailure(call: GlueCall, error: unknown, attempts: number): OperationalFailure {
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return failureOf(call, { verdict: verdictOf(error), reason, attempts, cause: error });
}

/** The failure for what became of a call. */
export function failureOf(
  call: GlueCall,
  result: { verdict: GlueVerdict; reason: string; attempts: number; cause?: unknown },
): OperationalFailure {
  const { verdict, reason, attempts, cause } = result;
  const data = { ...call, reason };
  if (verdict === 'denied') return new OperationalFailure('catalog-denied', data, { cause });
  if (verdict === 'refused') return new OperationalFailure('catalog-refused', data, { cause });
  return new OperationalFailure('catalog-unavailable', { ...data, attempts }, { cause, retryable: true });
}
