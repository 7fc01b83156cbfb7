import {
  GetObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { OperationalFailure } from '../domain/operational-failure.js';
import type { BucketObject, BucketReader } from './bucket-reader.js';
import { type RetryLimits, type RetryMeans, retryWithJitter } from './retry-with-jitter.js';
import { isTransient, s3ErrorFacts } from './s3-error-facts.js';
import { s3Failure } from './s3-failure.js';

/** How buckets are reached that hold no lake. */
export type BucketReaderSettings = {
  /** Without it AWS_REGION or the profile decides; a bucket elsewhere is followed to its region. */
  region?: string | undefined;
  /** Another address than AWS's own. */
  endpoint?: string | undefined;
  force_path_style?: boolean | undefined;
  /** Connections at once; default 256. */
  sockets?: number | undefined;
  limits?: RetryLimits | undefined;
};

export type BucketReaderMeans = RetryMeans & {
  /** Without them the environment, the profile or the machine's role gives them. */
  credentials?: S3ClientConfig['credentials'];
};

const LIMITS: RetryLimits = { attempts: 8, first_wait_ms: 50, longest_wait_ms: 5000, deadline_ms: 60_000 };

type Session = { client: S3Client; region: string; limits: RetryLimits; means: RetryMeans };
type Place = { operation: string; bucket: string; key: string };

/** A reader through one client; every call is repeated where that may help. Throws `s3-region-missing`. */
export async function openBucketReader(
  settings: BucketReaderSettings,
  means: BucketReaderMeans,
): Promise<BucketReader> {
  const client = clientOf(settings, means);
  const region = await regionOf(client);
  const session = { client, region, limits: settings.limits ?? LIMITS, means };
  return {
    get: (bucket, key) => get(session, bucket, key),
    list: (bucket, prefix, after) => list(session, { bucket, prefix, after }),
    folders: (bucket, prefix) => folders(session, bucket, prefix),
  };
}

function clientOf(settings: BucketReaderSettings, { credentials }: BucketReaderMeans): S3Client {
  const agent = { keepAlive: true, maxSockets: settings.sockets ?? 256 };
  return new S3Client({
    maxAttempts: 1,
    followRegionRedirects: true,
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: 5000,
      socketTimeout: 20_000,
      httpAgent: agent,
      httpsAgent: agent,
    },
    ...(credentials === undefined ? {} : { credentials }),
    ...(settings.region === undefined ? {} : { region: settings.region }),
    ...(settings.endpoint === undefined ? {} : { endpoint: settings.endpoint }),
    ...(settings.force_path_style === undefined ? {} : { forcePathStyle: settings.force_path_style }),
  });
}

async function regionOf(client: S3Client): Promise<string> {
  try {
    return await client.config.region();
  } catch (cause) {
    throw new OperationalFailure('s3-region-missing', { bucket: '' }, { cause });
  }
}

function get({ client, ...session }: Session, bucket: string, key: string): Promise<BucketObject | null> {
  return call(session, { operation: 'GetObject', bucket, key }, async () => {
    try {
      const object = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      const bytes = (await object.Body?.transformToByteArray()) ?? new Uint8Array();
      return { bytes, metadata: object.Metadata ?? {} };
    } catch (error) {
      const { name, status } = s3ErrorFacts(error);
      if (status === 404 && name !== 'NoSuchBucket') return null;
      throw error;
    }
  });
}

async function* list(
  session: Session,
  { bucket, prefix, after }: { bucket: string; prefix: string; after: string | undefined },
): AsyncGenerator<string> {
  const begin = after === undefined || after === '' ? {} : { StartAfter: after };
  for await (const page of pages(session, { Bucket: bucket, Prefix: prefix, ...begin })) {
    for (const { Key } of page.Contents ?? []) if (Key !== undefined) yield Key;
  }
}

async function folders(session: Session, bucket: string, prefix: string): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const page of pages(session, { Bucket: bucket, Prefix: prefix, Delimiter: '/' })) {
    for (const { Prefix = '' } of page.CommonPrefixes ?? []) names.push(Prefix.slice(prefix.length, -1));
  }
  return names.sort();
}

async function* pages(
  session: Session,
  asked: { Bucket: string; Prefix: string; StartAfter?: string; Delimiter?: string },
): AsyncGenerator<ListObjectsV2CommandOutput> {
  let token: string | undefined;
  do {
    const input = token === undefined ? asked : { ...asked, ContinuationToken: token };
    const place = { operation: 'ListObjectsV2', bucket: asked.Bucket, key: asked.Prefix };
    const page = await call(session, place, () => session.client.send(new ListObjectsV2Command(input)));
    yield page;
    token = page.NextContinuationToken;
  } while (token !== undefined);
}

async function call<Out>(
  { limits, means, region }: Omit<Session, 'client'>,
  { operation, bucket, key }: Place,
  act: () => Promise<Out>,
): Promise<Out> {
  const trial = { act, isTransient: (error: unknown) => isTransient(s3ErrorFacts(error)) };
  try {
    return await retryWithJitter(trial, limits, means);
  } catch (error) {
    const uri = `s3://${bucket}/${key}`;
    throw s3Failure(error, { operation, uri, bucket, region, kms_key: 'of the object' });
  }
}
