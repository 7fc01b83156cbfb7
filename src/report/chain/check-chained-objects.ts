import type { ChainedObject, EvidenceChain } from '../../domain/generated/evidence-chain.js';
import { sha256 } from '../../domain/sha256.js';
import { namedByEntry } from '../../lake/named-objects.js';
import { type ExpectedWrite, writesOf } from '../../security/access/expected-writes.js';
import { readTrailLog } from '../../security/access/read-trail-log.js';
import { writeDifferences } from '../../security/access/write-differences.js';
import { parseS3Location } from '../../store/s3-location.js';
import { contentOf, entryUnder } from './chain-objects.js';
import { type ChainStep, missingStep, step } from './chain-step.js';

/** Hash of each object, the entry that names it, and the event that wrote it. */
export function checkObjects(chain: EvidenceChain): ChainStep[] {
  return chain.objects.flatMap((object) => [checkObject(chain, object), checkWrite(chain, object)]);
}

function checkObject(chain: EvidenceChain, object: ChainedObject): ChainStep {
  const bytes = contentOf(object);
  const faults: string[] = [];
  if (bytes !== null && sha256(bytes) !== object.sha256) faults.push(`its bytes hash to ${sha256(bytes)}`);
  const entry = entryUnder(chain, object.entry_key);
  if (entry === null)
    return missingStep('object', object.key, `entry ${object.entry_key} is not in the document`);
  if (object.kind !== 'entry') {
    const chained = { key: object.entry_key, sha256: '', entry };
    const named = namedByEntry(chained).find(({ key }) => key === object.key);
    if (named === undefined) faults.push(`${object.entry_key} does not name it`);
    else if (named.sha256 !== object.sha256)
      faults.push(`${object.entry_key} names it with hash ${named.sha256}, expected ${object.sha256}`);
  }
  if (faults.length === 0 && bytes === null)
    return missingStep(
      'object',
      object.key,
      `its ${object.bytes} bytes are not in the document; their hash is ${object.sha256}`,
    );
  const holds =
    object.kind === 'entry' ? 'is an entry of the lake' : `is named by ${object.entry_key} with its hash`;
  return step('object', object.key, { holds, faults });
}

function checkWrite(chain: EvidenceChain, object: ChainedObject): ChainStep {
  if (object.write === null)
    return missingStep('write', object.key, 'no event that wrote it is in the document');
  const lake = parseS3Location(chain.lake);
  const log = chain.logs.find(({ key }) => key === object.write?.log_key);
  const write = writeOf(chain, object);
  if (log === undefined || lake === null || write === undefined)
    return missingStep('write', object.key, 'its log or its entry is not in the document');
  const { bucket, key, digest_key } = log;
  const digest = { bucket, key: digest_key };
  const { events } = readTrailLog({ bucket, key, digest, bytes: Buffer.from(log.content, 'base64') });
  const event = events.find(({ log_record }) => log_record === object.write?.log_record);
  if (event === undefined)
    return step('write', object.key, { holds: '', faults: [`${key} has no such record`] });
  return step('write', object.key, {
    holds: `was written by ${event.principal ?? 'unknown'} at ${event.event_time}, request ${event.request_id ?? 'unknown'}, event ${event.event_id}`,
    faults: writeDifferences(event, write, lake),
  });
}

function writeOf(chain: EvidenceChain, object: ChainedObject): ExpectedWrite | undefined {
  const entry = entryUnder(chain, object.entry_key);
  if (entry === null) return undefined;
  const write = writesOf({ key: object.entry_key, sha256: '', entry }).find(({ key }) => key === object.key);
  return object.kind === 'entry' && write !== undefined ? { ...write, bytes: object.bytes } : write;
}
