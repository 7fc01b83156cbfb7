import { createHash } from 'node:crypto';
import type { ChainedDigest, EvidenceChain } from '../../domain/generated/evidence-chain.js';
import { digestFault, type KeptDigest, namesLog } from '../../security/access/check-digest.js';
import { type ChainStep, missingStep, step } from './chain-step.js';

/** The digest of each log, and the signature of each digest. */
export function checkTrail({ logs, digests }: EvidenceChain): ChainStep[] {
  const kept = digests.map(keptDigest);
  const ofLogs = logs.map(({ bucket, key, content, digest_key }) => {
    const digest = kept.find((item) => item.key === digest_key);
    if (digest === undefined) return missingStep('log', key, `digest ${digest_key} is not in the document`);
    const named = namesLog(digest, { bucket, key, bytes: Buffer.from(content, 'base64') });
    const faults = named ? [] : [`${digest_key} does not name it with the hash of its bytes`];
    return step('log', key, { holds: `is named by digest ${digest_key} with its hash`, faults });
  });
  const ofDigests = kept.map((digest) => {
    const fault = digestFault(digest);
    const fingerprint = createHash('md5').update(digest.public_key).digest('hex');
    return step('digest', digest.key, {
      holds: `is signed by the key with fingerprint ${fingerprint}`,
      faults: fault === null ? [] : [fault],
    });
  });
  return [...ofLogs, ...ofDigests];
}

function keptDigest({ bucket, key, content, signature, public_key }: ChainedDigest): KeptDigest {
  const bytes = Buffer.from(content, 'base64');
  return { bucket, key, bytes, signature, public_key: Buffer.from(public_key, 'base64') };
}
