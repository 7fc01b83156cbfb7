import { readFile } from 'node:fs/promises';
import { documentFault } from '../domain/document-fault.js';
import type { TrailVerification } from '../domain/generated/trail-verification.js';
import { EXIT } from '../project/exit-codes.js';
import { Refusal } from '../project/refusal.js';
import { chainName } from '../security/cloudtrail/digest-key.js';
import type { Anchor } from '../security/cloudtrail/link-chain.js';

/** The newest verified digest of each chain of an earlier report. */
export async function readAnchors(file: string): Promise<ReadonlyMap<string, Anchor>> {
  const refuse = (why: string): Refusal =>
    new Refusal(EXIT.invalid_spec, [
      `${file}: is no report (${why}), expected what tapewarden audit verify --json printed [anchor-invalid]`,
    ]);
  let document: TrailVerification;
  try {
    document = JSON.parse(await readFile(file, 'utf8')) as TrailVerification;
  } catch {
    throw refuse('it cannot be read as JSON');
  }
  const fault = await documentFault('trail-verification', document);
  if (fault !== null) throw refuse(fault);
  const heads = document.chains.flatMap(({ head, ...id }) => {
    if (head === null) return [];
    const { end, ...rest } = head;
    return [[chainName(id), { ...rest, end_ms: Date.parse(end) }] as const];
  });
  return new Map(heads);
}
