import { createHash, createPrivateKey, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { PublicKey } from '../../../src/security/cloudtrail/public-key.js';
import type { Fetched, TrailObject, TrailSource } from '../../../src/security/cloudtrail/trail-source.js';

export const HOUR_MS = 3_600_000;
/** End of the window before the first one of every made trail. */
export const EPOCH_MS = Date.UTC(2026, 10, 20, 0, 29, 23);

type Pair = { private_key: KeyObject; listed: PublicKey };

function pair(bits: number, form: 'pkcs1' | 'spki'): Pair {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: bits,
    publicKeyEncoding: { type: form as 'pkcs1', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
  }) as unknown as { privateKey: Buffer; publicKey: Buffer };
  const fingerprint = createHash('md5').update(publicKey).digest('hex');
  return {
    private_key: createPrivateKey({ key: privateKey, format: 'der', type: 'pkcs8' }),
    listed: { fingerprint, der: publicKey },
  };
}

/** Two keys as CloudTrail has them: one in each form; 1,024 bits only to be quick. */
const cached = new Map<number, readonly [Pair, Pair]>();
function pairs(bits: number): readonly [Pair, Pair] {
  const known = cached.get(bits) ?? ([pair(bits, 'pkcs1'), pair(bits, 'spki')] as const);
  cached.set(bits, known);
  return known;
}

/** Objects and keys in memory; what is in `denied` may not be read. */
export class TrailMemory implements TrailSource {
  readonly objects = new Map<string, TrailObject>();
  readonly denied = new Set<string>();
  keys: PublicKey[] = [];
  /** Every object that was read. */
  readonly reads: string[] = [];

  get(bucket: string, key: string): Promise<Fetched> {
    const uri = `s3://${bucket}/${key}`;
    this.reads.push(uri);
    return Promise.resolve(this.denied.has(uri) ? 'denied' : (this.objects.get(uri) ?? 'missing'));
  }

  async *list(bucket: string, prefix: string, after = ''): AsyncGenerator<string> {
    await Promise.resolve();
    const start = `s3://${bucket}/`;
    const keys = [...this.objects.keys()].filter((uri) => uri.startsWith(start + prefix));
    for (const key of keys.map((uri) => uri.slice(start.length)).sort()) if (key > after) yield key;
  }

  folders(bucket: string, prefix: string): Promise<readonly string[]> {
    const start = `s3://${bucket}/${prefix}`;
    const names = [...this.objects.keys()].flatMap((uri) =>
      uri.startsWith(start) && uri.slice(start.length).includes('/')
        ? [uri.slice(start.length).split('/')[0] as string]
        : [],
    );
    return Promise.resolve([...new Set(names)].sort());
  }

  publicKeys(): Promise<readonly PublicKey[]> {
    return Promise.resolve(this.keys);
  }
}

export type ChainPlan = {
  kind: 'standard' | 'backfill';
  trail: string;
  org: boolean;
  region: string;
  hours: number;
  logs: number;
  /** Hours after which the bucket is another one. */
  moves: readonly number[];
  /** Hour from which the other key signs. */
  rotates: number;
  /** Hours before which logging stood still for three hours, after a StopLogging. */
  restarts: readonly number[];
  /** Whether it logs the StopLogging itself; that of a shadow region is logged in the home region. */
  tells_stops: boolean;
  /** What the StopLogging names, and where it was called; null is the trail's ARN. */
  stop: { name: string; awsRegion: string; recipientAccountId: string } | null;
  bits: number;
  /** Text that every log carries beside its event. */
  filler: string;
};

/** With little to prepare: most made objects are tiny. */
const QUICK = { level: 1, memLevel: 1, windowBits: 9 };

export const TRAIL = 'audit';
const PLAN: ChainPlan = {
  kind: 'standard',
  trail: TRAIL,
  org: false,
  region: 'us-east-1',
  hours: 12,
  logs: 2,
  moves: [],
  rotates: Number.POSITIVE_INFINITY,
  restarts: [],
  tells_stops: true,
  stop: null,
  bits: 1024,
  filler: '',
};

export type MadeLog = { bucket: string; key: string };
export type MadeDigest = { bucket: string; key: string; end_ms: number; logs: MadeLog[] };
export type MadeChain = { plan: ChainPlan; digests: MadeDigest[]; last_ms: number };

const ACCOUNT = '123456789012';
const HOME = 'us-east-1';
export const stamp = (ms: number): string => new Date(ms).toISOString().replace(/[-:]|\.\d{3}/g, '');
const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10).replaceAll('-', '/');
const seconds = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z');
export const sha = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

export type Body = Record<string, unknown> & { logFiles: Record<string, unknown>[] };

/** Writes chains of digests and logs as CloudTrail delivers them, really signed; also what a tamperer with a key would write. */
export class TrailMaker {
  readonly memory = new TrailMemory();
  #serial = 0;

  chain(given: Partial<ChainPlan> = {}): MadeChain {
    const plan = { ...PLAN, ...given };
    const digests: MadeDigest[] = [];
    const keys = pairs(plan.bits).map(({ listed }) => listed);
    this.memory.keys = keys;
    let end_ms = EPOCH_MS;
    let previous: MadeDigest | null = null;
    for (let hour = 0; hour < plan.hours; hour += 1) {
      const restart = plan.restarts.includes(hour);
      end_ms += restart ? 4 * HOUR_MS : HOUR_MS;
      const bucket = `trail-${plan.moves.filter((move) => move <= hour).length}`;
      const stops = plan.tells_stops && plan.restarts.includes(hour + 1);
      const logs = Array.from({ length: stops ? Math.max(plan.logs, 1) : plan.logs }, (_, index) =>
        this.#log(plan, {
          bucket,
          at_ms: end_ms - HOUR_MS + (index + 1) * 60_000,
          stops: stops && index === 0,
        }),
      );
      const key = this.digestKey(plan, end_ms);
      const made = { bucket, key, end_ms, logs };
      this.writeDigest(plan, made, { previous: restart ? null : previous, rotated: hour >= plan.rotates });
      digests.push(made);
      previous = made;
    }
    return { plan, digests, last_ms: end_ms };
  }

  digestKey(plan: ChainPlan, end_ms: number): string {
    const end = plan.kind === 'backfill' ? '_backfill' : '';
    return `${folder(plan)}CloudTrail-Digest/${plan.region}/${day(end_ms)}/${ACCOUNT}_CloudTrail-Digest_${plan.region}_${plan.trail}_${HOME}_${stamp(end_ms)}${end}.json.gz`;
  }

  writeDigest(
    plan: ChainPlan,
    made: MadeDigest,
    how: { previous: MadeDigest | null; rotated: boolean },
  ): void {
    const pair = pairs(plan.bits)[how.rotated ? 1 : 0];
    const before = how.previous === null ? null : this.read(how.previous);
    const body: Body = {
      awsAccountId: ACCOUNT,
      digestStartTime: seconds(made.end_ms - HOUR_MS),
      digestEndTime: seconds(made.end_ms),
      digestS3Bucket: made.bucket,
      digestS3Object: made.key,
      digestPublicKeyFingerprint: pair.listed.fingerprint,
      digestSignatureAlgorithm: 'SHA256withRSA',
      newestEventTime: made.logs.length === 0 ? null : seconds(made.end_ms - HOUR_MS),
      oldestEventTime: made.logs.length === 0 ? null : seconds(made.end_ms - HOUR_MS),
      previousDigestS3Bucket: how.previous?.bucket ?? null,
      previousDigestS3Object: how.previous?.key ?? null,
      previousDigestHashValue: before === null ? null : sha(before.text),
      previousDigestHashAlgorithm: before === null ? null : 'SHA-256',
      previousDigestSignature: before?.object.signature ?? null,
      logFiles: made.logs.map((log) => this.#named(log)),
    };
    this.sign(plan, made, body);
  }

  /** Signs a body as CloudTrail would and stores it at a place. */
  sign(plan: ChainPlan, { bucket, key }: MadeLog, body: Body): void {
    const text = JSON.stringify(body);
    const [first, second] = pairs(plan.bits);
    const own = body['digestPublicKeyFingerprint'] === second.listed.fingerprint ? second : first;
    const signed = [
      body['digestEndTime'],
      `${bucket}/${key}`,
      sha(text),
      body['previousDigestSignature'] ?? 'null',
    ].join('\n');
    this.memory.objects.set(`s3://${bucket}/${key}`, {
      bytes: gzipSync(text, plan.filler === '' ? QUICK : {}),
      signature: createSign('sha256').update(signed).sign(own.private_key, 'hex'),
      algorithm: 'SHA256withRSA',
      generated_at: plan.kind === 'backfill' ? seconds(Date.parse(String(body['digestEndTime']))) : null,
    });
  }

  read({ bucket, key }: MadeLog): { object: TrailObject; text: string; body: Body } {
    const object = this.object({ bucket, key });
    const text = gunzipSync(object.bytes).toString('utf8');
    return { object, text, body: JSON.parse(text) as Body };
  }

  object({ bucket, key }: MadeLog): TrailObject {
    const object = this.memory.objects.get(`s3://${bucket}/${key}`);
    if (object === undefined) throw new Error(`no ${key}`);
    return object;
  }

  change(place: MadeLog, change: Partial<TrailObject>): void {
    this.memory.objects.set(`s3://${place.bucket}/${place.key}`, { ...this.object(place), ...change });
  }

  remove({ bucket, key }: MadeLog): void {
    this.memory.objects.delete(`s3://${bucket}/${key}`);
  }

  /** Stores a log that no digest names. */
  stray(plan: ChainPlan, at_ms: number): MadeLog {
    return this.#log(plan, { bucket: 'trail-0', at_ms, stops: false });
  }

  #log(plan: ChainPlan, log: { bucket: string; at_ms: number; stops: boolean }): MadeLog {
    this.#serial += 1;
    const name = `${ACCOUNT}_CloudTrail_${plan.region}_${stamp(log.at_ms).slice(0, 13)}Z_${String(this.#serial).padStart(16, 'A')}.json.gz`;
    const key = `${folder(plan)}CloudTrail/${plan.region}/${day(log.at_ms)}/${name}`;
    const event = log.stops
      ? {
          eventName: 'StopLogging',
          ...plan.stop,
          requestParameters: {
            name: plan.stop?.name ?? `arn:aws:cloudtrail:${HOME}:${ACCOUNT}:trail/${plan.trail}`,
          },
        }
      : { eventName: 'GetObject', requestParameters: { key: `k${this.#serial}` } };
    const source = log.stops ? 'cloudtrail.amazonaws.com' : 's3.amazonaws.com';
    const record = {
      eventID: `e-${this.#serial}`,
      eventTime: seconds(log.at_ms - (log.at_ms % 1000)),
      eventSource: source,
      ...event,
    };
    const text = JSON.stringify({
      Records: [plan.filler === '' ? record : { ...record, filler: plan.filler }],
    });
    const bytes = gzipSync(text, plan.filler === '' ? QUICK : {});
    const stored = { bytes, signature: null, algorithm: null, generated_at: null };
    this.memory.objects.set(`s3://${log.bucket}/${key}`, stored);
    return { bucket: log.bucket, key };
  }

  #named(log: MadeLog): Record<string, unknown> {
    const { text } = this.read(log);
    const times = { newestEventTime: seconds(EPOCH_MS), oldestEventTime: seconds(EPOCH_MS) };
    return {
      s3Bucket: log.bucket,
      s3Object: log.key,
      hashValue: sha(text),
      hashAlgorithm: 'SHA-256',
      ...times,
    };
  }
}

function folder({ org }: ChainPlan): string {
  return `logs/AWSLogs/${org ? 'o-abcde12345/' : ''}${ACCOUNT}/`;
}
