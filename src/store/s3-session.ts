import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { OperationalFailure } from '../domain/operational-failure.js';
import { checkedKey } from './object-key.js';
import { type RetryLimits, type RetryMeans, retryWithJitter } from './retry-with-jitter.js';
import { isTransient, s3ErrorFacts } from './s3-error-facts.js';
import { s3Failure } from './s3-failure.js';
import { formatS3Uri, type S3Location } from './s3-location.js';
import { Slots } from './slots.js';

/** Where a lake in S3 is and how it is reached. */
export type S3Settings = {
  location: S3Location;
  /** Key with which every object is encrypted: its id, ARN or alias. */
  kms_key: string;
  /** Local folder for copies of objects. */
  cache: string;
  /** Without it AWS_REGION or the profile decides. */
  region?: string | undefined;
  /** Another address than AWS's own. */
  endpoint?: string | undefined;
  force_path_style?: boolean | undefined;
  /** Objects of more bytes are put in parts of this size; default 16 MiB. */
  part_bytes?: number | undefined;
  /** Objects and parts in memory at once; default 4. */
  parallel?: number | undefined;
  limits?: RetryLimits | undefined;
  /** How long a connection may be silent; default 20 s. */
  silence_ms?: number | undefined;
};

/** Time, chance and what must hold before anything is written, given from outside. */
export type S3Means = RetryMeans & {
  /** A text that no other put ever carries. */
  new_token: () => string;
  /** Called once before the first write; where it throws, nothing is written. */
  preflight?: (() => Promise<void>) | undefined;
  /** Without them the environment, the profile or the machine's role gives them. */
  credentials?: S3ClientConfig['credentials'];
};

const LIMITS: RetryLimits = { attempts: 10, first_wait_ms: 50, longest_wait_ms: 5000, deadline_ms: 60_000 };

/** One bucket and prefix through one client: every call is repeated where that may help, every failure translated. */
export class S3Session {
  readonly client: S3Client;
  readonly settings: S3Settings;
  readonly means: S3Means;
  readonly part_bytes: number;
  readonly limits: RetryLimits;
  /** Bounds what is in memory at once, over all puts. */
  readonly slots: Slots;
  #region = '';
  #preflight: Promise<void> | null = null;

  private constructor(settings: S3Settings, means: S3Means) {
    this.settings = settings;
    this.means = means;
    this.part_bytes = settings.part_bytes ?? 16 * 2 ** 20;
    this.limits = settings.limits ?? LIMITS;
    this.slots = new Slots(settings.parallel ?? 4);
    this.client = new S3Client({
      // Repeated here alone, where time and chance are given and an unknown outcome is remembered.
      maxAttempts: 1,
      // A clock that is wrong is told, because commits carry its time.
      disableClockSkewCorrection: true,
      // Bytes are checked against the SHA-256 that the put left with the object.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestHandler: { connectionTimeout: 5000, socketTimeout: settings.silence_ms ?? 20_000 },
      ...(means.credentials === undefined ? {} : { credentials: means.credentials }),
      ...(settings.region === undefined ? {} : { region: settings.region }),
      ...(settings.endpoint === undefined ? {} : { endpoint: settings.endpoint }),
      ...(settings.force_path_style === undefined ? {} : { forcePathStyle: settings.force_path_style }),
    });
  }

  /** Throws `s3-region-missing`. */
  static async open(settings: S3Settings, means: S3Means): Promise<S3Session> {
    const session = new S3Session(settings, means);
    try {
      session.#region = await session.client.config.region();
    } catch (cause) {
      throw new OperationalFailure('s3-region-missing', { bucket: settings.location.bucket }, { cause });
    }
    return session;
  }

  /** The parameters that name an object. */
  address(key: string): { Bucket: string; Key: string } {
    return { Bucket: this.settings.location.bucket, Key: this.fullKey(checkedKey(key)) };
  }

  /** The key in the bucket of a key, or of the beginning of one, in the lake. */
  fullKey(key: string): string {
    const { prefix } = this.settings.location;
    return prefix === '' ? key : `${prefix}/${key}`;
  }

  /** The key in the lake of one in the bucket. */
  ownKey(full_key: string): string {
    const { prefix } = this.settings.location;
    return prefix === '' ? full_key : full_key.slice(prefix.length + 1);
  }

  /** Must be awaited before any call that changes something. */
  async beforeWriting(): Promise<void> {
    this.#preflight ??= (this.means.preflight ?? (() => Promise.resolve()))();
    const asked = this.#preflight;
    try {
      await asked;
    } catch (error) {
      // The next write asks again, once; who waits for that one already does not forget it.
      if (this.#preflight === asked) this.#preflight = null;
      throw error;
    }
  }

  /** A call, repeated where that may help. Throws `OperationalFailure` alone. */
  async call<Out>(operation: string, key: string, act: () => Promise<Out>): Promise<Out> {
    try {
      return await this.attempt(act);
    } catch (error) {
      throw this.failure(error, operation, key);
    }
  }

  /** A call, repeated where that may help. Throws `TriedInVain` with the client's own error as cause. */
  attempt<Out>(act: () => Promise<Out>, limits: RetryLimits = this.limits): Promise<Out> {
    const trial = { act, isTransient: (error: unknown) => isTransient(s3ErrorFacts(error)) };
    return retryWithJitter(trial, limits, this.means);
  }

  failure(error: unknown, operation: string, key: string): OperationalFailure {
    const { location, kms_key } = this.settings;
    const { bucket } = location;
    return s3Failure(error, {
      operation,
      uri: formatS3Uri(location, key),
      bucket,
      region: this.#region,
      kms_key,
    });
  }
}
