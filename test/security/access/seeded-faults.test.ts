import fc from 'fast-check';
import { expect, test } from 'vitest';
import { documentFault } from '../../../src/domain/document-fault.js';
import { loadAccessRules } from '../../../src/security/access/load-access-rules.js';
import { reconcile } from './support/access-input.js';
import { FAULTS, trailDay } from './support/trail-day.js';
import type { ShortRecord } from './support/trail-record.js';

const { rules } = await loadAccessRules();
const action = fc.oneof(
  { weight: 3, arbitrary: fc.constant(null) },
  { weight: 2, arbitrary: fc.constantFrom(...FAULTS) },
);

test('whatever is seeded is found, and nothing else: precision and recall are 1', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(action, { maxLength: 60 }),
      fc.infiniteStream<number>(fc.nat()),
      async (faults, random) => {
        const day = trailDay(faults, (records) => shuffled(records, () => Number(random.next().value)));
        const document = await reconcile({
          logs: day.logs,
          lake: { writes: day.writes, removals: [] },
          rules,
        });
        const found = document.findings.map(
          ({ rule_id, event, subject }) => `${rule_id}: ${event?.event_id ?? subject}`,
        );
        expect(found.sort()).toEqual(day.truth);
        const count = (fault: string) => faults.filter((seeded) => seeded === fault).length;
        const { records, writes } = document;
        expect(records).toMatchObject({
          ...{ duplicates: count('duplicate'), shared: count('shared'), updates: count('updated') },
          ...{ failed: count('failed'), delayed: count('delayed'), unread: 0 },
        });
        expect(records.read).toBe(
          records.unread + records.duplicates + records.shared + records.updates + records.events,
        );
        expect(writes.due).toBe(writes.matched + writes.missing);
        expect(writes).toMatchObject({ due: day.writes.length, missing: count('missing') });
        expect(writes.events).toBe(writes.own + writes.repeated + writes.unrecorded + writes.overwriting);
        expect(await documentFault('reconciliation', document)).toBeNull();
      },
    ),
    { numRuns: 25 },
  );
});

test('every fault alone is found once, in whatever order the logs come', async () => {
  const day = trailDay([...FAULTS, null, null, null, null], (records) => records);
  const input = { lake: { writes: day.writes, removals: [] }, rules };
  const forth = await reconcile({ ...input, logs: day.logs });
  const back = await reconcile({ ...input, logs: [...day.logs].reverse() });
  expect(forth.findings).toHaveLength(9);
  expect(back).toEqual(forth);
});

function shuffled(records: ShortRecord[], next: () => number): ShortRecord[] {
  return records
    .map((record) => ({ record, place: next() }))
    .sort((left, right) => left.place - right.place)
    .map(({ record }) => record);
}
