import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Reconciliation } from '../../../src/domain/generated/reconciliation.js';
import { ACCESS_RULES, loadAccessRules } from '../../../src/security/access/load-access-rules.js';
import { schemaErrors } from '../../support/schema-errors.js';
import { reconcile, verifiedLog } from './support/access-input.js';
import { FAULTS, trailDay } from './support/trail-day.js';
import type { ShortRecord } from './support/trail-record.js';

type RuleCase = { events: ShortRecord[]; writes?: unknown; removals?: unknown; finds: string[] };

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
        expect(schemaErrors('reconciliation', [document])).toEqual([]);
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

/** The first case of each rule in which one event alone is found, with names that no other has. */
const singles = rules.flatMap(({ spec: { id } }): { id: string; event: ShortRecord }[] => {
  const cases = parse(readFileSync(path.join(ACCESS_RULES, id, 'cases.yaml'), 'utf8')) as RuleCase[];
  const found = cases.find(({ events, finds, writes, removals }) => {
    const alone = writes === undefined && removals === undefined && events.length === 1;
    return alone && finds.length === 1 && finds[0] === events[0]?.['eventID'];
  });
  const event = found?.events[0];
  return event === undefined ? [] : [{ id, event: { ...event, eventID: `seeded ${id}` } }];
});

test('a fault of every rule that one event breaks is found amid the others as it is found alone', async () => {
  const lake = { writes: [], removals: [] };
  const told = ({ findings }: Reconciliation): string[] =>
    findings.map(({ rule_id, event }) => `${rule_id}: ${event?.event_id}`);
  const alone: string[] = [];
  for (const { id, event } of singles) {
    const found = told(await reconcile({ logs: [verifiedLog('log', [event])], lake, rules }));
    expect(found).toContain(`${id}: seeded ${id}`);
    alone.push(...found);
  }
  const day = trailDay(Array(400).fill(null), (records) => [
    ...records,
    ...singles.map(({ event }) => event),
  ]);
  const mixed = await reconcile({ logs: day.logs, lake: { ...lake, writes: day.writes }, rules });
  expect(told(mixed).sort()).toEqual(alone.sort());
  const more = rules.filter(({ spec }) => !singles.some(({ id }) => id === spec.id));
  expect(more.map(({ spec }) => spec.id)).toEqual([
    ...['committed-key-overwritten', 'denied-burst', 'write-differs', 'write-missing', 'write-repeated'],
  ]);
});

function shuffled(records: ShortRecord[], next: () => number): ShortRecord[] {
  return records
    .map((record) => ({ record, place: next() }))
    .sort((left, right) => left.place - right.place)
    .map(({ record }) => record);
}
