import type { Alert } from '../../domain/generated/alert.js';
import type { Evidence } from '../../domain/generated/evidence.js';
import type { ChainedEvent, ChainedObject, EvidenceChain } from '../../domain/generated/evidence-chain.js';
import type { ChainedEntry } from '../../lake/chain-entry.js';
import { type ExpectedWrite, writesOf } from '../../security/access/expected-writes.js';
import { readTrailLog } from '../../security/access/read-trail-log.js';
import type { VerifiedLog, VerifiedTrail } from '../../security/access/verified-log.js';
import { writeDifferences } from '../../security/access/write-differences.js';
import { parseS3Location, type S3Location } from '../../store/s3-location.js';

/** An object of the lake without the event that wrote it, and the entry that names it. */
export type LakeObject = Omit<ChainedObject, 'write'> & { entry: ChainedEntry };

export type ChainInput = {
  lake: string;
  alert: Alert;
  evidence: readonly Evidence[];
  events: readonly ChainedEvent[];
  objects: readonly LakeObject[];
  /** The verified trail in which the writes of the objects may be; null where none is at hand. */
  trail: VerifiedTrail | null;
};

/** The evidence chain of an alert: only logs with a write of one of its objects are carried along, and their digests. */
export async function buildChain(input: ChainInput): Promise<EvidenceChain> {
  const { lake, alert, evidence, events } = input;
  const { objects, logs } = await findWrites(input);
  const digests = new Map<string, EvidenceChain['digests'][number]>();
  for (const { digest } of logs) {
    const kept = digests.has(digest.key) ? null : ((await input.trail?.digest(digest)) ?? null);
    if (kept === null) continue;
    const { bucket, key, bytes, signature, public_key } = kept;
    const content = bytes.toString('base64');
    digests.set(key, { bucket, key, content, signature, public_key: public_key.toString('base64') });
  }
  const carried = logs.map(({ bucket, key, bytes, digest }) => {
    return { bucket, key, content: Buffer.from(bytes).toString('base64'), digest_key: digest.key };
  });
  return {
    format: 1,
    lake,
    alert,
    evidence: [...evidence],
    events: [...events],
    objects: objects.sort(byKey),
    logs: carried.sort(byKey),
    digests: [...digests.values()].sort(byKey),
  };
}

type Sought = { recorded: ExpectedWrite | undefined; object: ChainedObject };

async function findWrites(input: ChainInput): Promise<{ objects: ChainedObject[]; logs: VerifiedLog[] }> {
  const sought = input.objects.map(({ entry, ...object }): Sought => {
    const recorded = writesOf(entry).find(({ key }) => key === object.key);
    return { recorded, object: { ...object, write: null } };
  });
  const lake = parseS3Location(input.lake);
  const logs: VerifiedLog[] = [];
  if (lake !== null) {
    await input.trail?.eachLog((log) => {
      if (findIn(log, sought, lake) > 0) logs.push(log);
    });
  }
  return { objects: sought.map(({ object }) => object), logs };
}

/** Says of sought objects which record of the log wrote them; how many it found. */
function findIn(log: VerifiedLog, sought: readonly Sought[], lake: S3Location): number {
  const writes = readTrailLog(log).events.filter(({ object_action }) => object_action === 'write');
  let found = 0;
  for (const { recorded, object } of sought) {
    if (object.write !== null || recorded === undefined) continue;
    const event = writes.find((item) => writeDifferences(item, recorded, lake).length === 0);
    if (event === undefined) continue;
    object.write = { log_key: log.key, log_record: event.log_record };
    found += 1;
  }
  return found;
}

function byKey(left: { key: string }, right: { key: string }): number {
  return left.key < right.key ? -1 : left.key > right.key ? 1 : 0;
}
