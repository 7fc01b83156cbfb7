import type { Manifest } from '../../domain/generated/manifest.js';
import type { RecordRepair, Repair } from '../../domain/generated/repair.js';
import type { StoredRepair } from '../../domain/generated/stored-repair.js';
import type { PlacedYaml } from '../../domain/placed-yaml.js';
import {
  type Chains,
  deliveriesOfCommit,
  type FoundDelivery,
  parseRecordId,
} from '../../lake/quarantine/find-delivered.js';
import type { CanonicalizeContext } from '../canonicalize-context.js';
import type { Feed } from '../feed.js';
import type { GivenRepair } from './given-repair.js';
import { RepairOfDelivery } from './repair-of-delivery.js';
import { type RepairProblem, repairProblem } from './repair-problem.js';

/** A repair as a person wrote it, with the place of each part, and who answers for it. */
export type WrittenRepair = { repair: Repair; yaml: PlacedYaml; by: string | null; reason: string | null };

/**
 * What is to be stored of a repair, one document for each delivery, or everything that is wrong with it.
 *
 * Every record must be open, its base must be what the broker sent, and what it becomes must be decodable. Whether it
 * passes the feed's rules only its replay tells.
 */
export async function checkRepair(
  context: Pick<CanonicalizeContext, 'store' | 'work'> & { feeds: readonly Feed[] },
  chains: Chains,
  written: WrittenRepair,
): Promise<StoredRepair[] | RepairProblem[]> {
  const problems: RepairProblem[] = [];
  const groups = new Map<Manifest, { found: FoundDelivery; records: GivenRepair[] }>();
  for (const [index, record] of written.repair.records.entries()) {
    const given = placed(record, index, written.yaml);
    const shape = checkShape(given);
    const found = findDelivery(chains, given);
    problems.push(...shape, ...('code' in found ? [found] : []));
    if ('code' in found || shape.length > 0) continue;
    const group = groups.get(found.entry) ?? { found, records: [] };
    group.records.push(given);
    groups.set(found.entry, group);
  }
  const stored: StoredRepair[] = [];
  for (const { found, records } of groups.values()) {
    const checked = await new RepairOfDelivery(context, found, records).check(written);
    if (Array.isArray(checked)) problems.push(...checked);
    else stored.push(checked);
  }
  return problems.length > 0 ? problems : stored;
}

function placed(record: RecordRepair, index: number, yaml: PlacedYaml): GivenRepair {
  const keys = ['records', String(index)];
  const { byte_offset = 0 } = parseRecordId(record.record) ?? {};
  return {
    record,
    byte_offset,
    at: yaml.placeOf([...keys, 'record']),
    placeOf: (...more) => yaml.placeOfKey([...keys, ...more]),
  };
}

function findDelivery(
  chains: Chains,
  { record: { record }, at }: GivenRepair,
): FoundDelivery | RepairProblem {
  const found = deliveriesOfCommit(chains, parseRecordId(record)?.commit ?? '');
  const [only] = found;
  if (only === undefined) return repairProblem('repair-record-unknown', at, { record, unlisted: 0 });
  if (found.length === 1) return only;
  const commits = found.map(({ entry }) => entry.commit_id);
  return repairProblem('repair-record-ambiguous', at, { record, commits });
}

function checkShape({ record, at }: GivenRepair): RepairProblem[] {
  const name = record.record;
  const actions = (['patch', 'replace', 'withdraw'] as const).filter(
    (action) => record[action] !== undefined,
  );
  const problems: RepairProblem[] = [];
  if (actions.length !== 1)
    problems.push(repairProblem('repair-action-count', at, { record: name, actions }));
  if (record.raw_sha256 === undefined && Object.keys(record.was ?? {}).length === 0) {
    problems.push(repairProblem('repair-base-missing', at, { record: name }));
  }
  return problems;
}
