/** What an error of the AWS client says of itself, whatever its class. */
export type S3ErrorFacts = {
  /** S3's own code, such as `NoSuchBucket`; of a failure on the way the name or code of the system's error. */
  name: string;
  message: string;
  /** Null where no answer came. */
  status: number | null;
  request_id: string | null;
  /** Where the bucket is, when S3 tells it. */
  region: string | null;
};

type ClientError = {
  name?: unknown;
  Code?: unknown;
  code?: unknown;
  message?: unknown;
  Region?: unknown;
  $metadata?: { httpStatusCode?: number; requestId?: string };
  $response?: { headers?: Record<string, string> };
};

/** The facts of anything that was thrown. */
export function s3ErrorFacts(error: unknown): S3ErrorFacts {
  const said = (error ?? {}) as ClientError;
  const status = said.$metadata?.httpStatusCode ?? null;
  const names = status === null ? [said.code, said.name] : [said.Code, said.name];
  return {
    name: String(names.find((name) => typeof name === 'string' && name !== '') ?? 'unknown'),
    message: typeof said.message === 'string' ? said.message : String(error),
    status,
    request_id: said.$metadata?.requestId ?? null,
    region: textOr(said.Region) ?? said.$response?.headers?.['x-amz-bucket-region'] ?? null,
  };
}

function textOr(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

const THROTTLED: readonly string[] = [
  'SlowDown',
  'BandwidthLimitExceeded',
  'RequestLimitExceeded',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
];

/** Bytes were changed or cut off on the way, or the call crossed another. */
const DAMAGED_ON_THE_WAY: readonly string[] = [
  'BadDigest',
  'IncompleteBody',
  'RequestTimeout',
  'XAmzContentSHA256Mismatch',
  'OperationAborted',
  'object-damaged',
];

const NETWORK: readonly string[] = [
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ETIMEDOUT',
  'TimeoutError',
];

/** S3 asks for fewer calls. */
export function isThrottled({ name, status }: S3ErrorFacts): boolean {
  return status === 429 || THROTTLED.includes(name);
}

/** No answer came, or none that is whole. */
export function isUnreachable({ name, status }: S3ErrorFacts): boolean {
  return (status === null || status < 300) && NETWORK.includes(name);
}

/** What stands in the way of a put without being a failure of the machinery. */
const CROSSED: readonly string[] = ['PreconditionFailed', 'ConditionalRequestConflict', 'NoSuchUpload'];

/** The call met another one: what stands now decides. */
export function isCrossed({ name }: S3ErrorFacts): boolean {
  return CROSSED.includes(name);
}

/** Whether the same call may succeed without anyone changing anything. */
export function isTransient(facts: S3ErrorFacts): boolean {
  const { name, status } = facts;
  if (isThrottled(facts) || isUnreachable(facts) || DAMAGED_ON_THE_WAY.includes(name)) return true;
  return status !== null && status >= 500 && status !== 501;
}
