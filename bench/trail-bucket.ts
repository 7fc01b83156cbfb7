import type { PublicKey } from '../src/security/cloudtrail/public-key.js';
import type { TrailObject } from '../src/security/cloudtrail/trail-source.js';
import { EPOCH_MS, HOUR_MS, TrailMaker } from '../test/security/support/trail-maker.js';

/** One chain of digests with its logs: objects by key in `trail-0`, sorted keys, and what proves them. */
export type TrailBucket = {
  objects: ReadonlyMap<string, TrailObject>;
  keys: readonly string[];
  public_key: PublicKey;
  now_ms: number;
  /** Contents of logs, compressed. */
  samples: readonly Uint8Array[];
};

const PER_HOUR = 50;
const START = 's3://trail-0/';

/** A trail of so many logs of so many bytes each, 50 an hour. Logs have keys of their own and share 50 contents, so that it needs little memory. */
export function trailBucket(logs: number, raw_bytes: number): TrailBucket {
  const maker = new TrailMaker();
  const chain = maker.chain({ hours: 1, logs: PER_HOUR, bits: 2048, filler: filler(raw_bytes) });
  const [first] = chain.digests;
  if (first === undefined) throw new Error('no digest');
  const own = first.logs.map((log) => ({ ...log, object: maker.object(log) }));
  for (const { bucket, key } of [first, ...own]) maker.remove({ bucket, key });
  let previous: typeof first | null = null;
  for (let hour = 0; hour < Math.ceil(logs / PER_HOUR); hour += 1) {
    const end_ms = EPOCH_MS + (hour + 1) * HOUR_MS;
    const named = own.slice(0, Math.min(PER_HOUR, logs - hour * PER_HOUR)).map(({ object, key }, index) => {
      const moved = keyAt(key, end_ms - HOUR_MS + (index + 1) * 60_000);
      maker.memory.objects.set(`${START}${moved}`, object);
      return { bucket: 'trail-0', key: moved };
    });
    const digest = { bucket: 'trail-0', key: maker.digestKey(chain.plan, end_ms), end_ms, logs: named };
    maker.writeDigest(chain.plan, digest, { previous, rotated: false });
    previous = digest;
  }
  const objects = new Map([...maker.memory.objects].map(([uri, one]) => [uri.slice(START.length), one]));
  const [public_key] = maker.memory.keys;
  if (public_key === undefined) throw new Error('no key');
  return {
    ...{ objects, public_key, keys: [...objects.keys()].sort() },
    now_ms: (previous?.end_ms ?? 0) + 1.75 * HOUR_MS,
    samples: own.map(({ object }) => object.bytes),
  };
}

function keyAt(key: string, ms: number): string {
  const at = new Date(ms).toISOString();
  const stamp = `${at.slice(0, 16).replace(/[-:]/g, '')}Z`;
  return key
    .replace(/\d{8}T\d{4}Z/, stamp)
    .replace(/\/\d{4}\/\d{2}\/\d{2}\//, `/${at.slice(0, 10).replaceAll('-', '/')}/`);
}

/** Text of events that differ as real ones do, and compress about as they do: to a tenth. */
function filler(bytes: number): string {
  let text = '';
  for (let number = 0; text.length < bytes; number += 1) {
    const id = (number * 2654435761 + 97) % 2 ** 32;
    text += `{"eventVersion":"1.11","userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::123456789012:assumed-role/Writer/run-${number % 7}"},"eventTime":"2026-11-20T12:00:${String(number % 60).padStart(2, '0')}Z","eventName":"GetObject","requestParameters":{"bucketName":"lake","key":"data/${id.toString(16)}"},"requestID":"${(id * 7).toString(36)}","eventID":"${id.toString(16)}-${number}"},`;
  }
  return text.slice(0, bytes);
}
