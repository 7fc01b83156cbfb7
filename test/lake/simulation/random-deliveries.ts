import type { Random } from '../../../src/simulate/random.js';
import type { PaperDelivery, PaperRepair } from './paper-delivery.js';
import type { PaperRecord } from './paper-rules.js';

const DAYS = ['2026-11-19', '2026-11-20'];
const ACTS = ['new', 'new', 'new', 'replace', 'replace', 'delete'] as const;

/**
 * Deliveries of a few keys, some of them of nothing that can be accepted, one perhaps read again by a newer specification or
 * sent again under another name. All but the unacceptable hold a record of their own, so that none is refused for what stands.
 */
export function randomDeliveries(random: Random): PaperDelivery[] {
  const deliveries: PaperDelivery[] = [];
  const count = random.between(1, 5);
  for (let index = 0; index < count; index += 1) {
    const records = Array.from({ length: random.between(1, 4) }, () => randomRecord(random));
    const refused = random.chance(100);
    const own: PaperRecord = { act: 'new', key: `own ${index}`, says: 1 };
    deliveries.push({
      name: `file ${index}`,
      trade_date: random.pick(DAYS),
      version: 1,
      records: refused ? records.map((record) => ({ ...record, says: null })) : [own, ...records],
    });
  }
  const first = random.pick(deliveries);
  if (random.chance(300)) deliveries.push({ ...first, version: 2 });
  if (random.chance(300)) deliveries.push({ ...first, name: 'the same again' });
  return deliveries;
}

/** Repairs of some records of deliveries, rejected or not: what is not open is no part of a replay. */
export function randomRepairs(random: Random, deliveries: readonly PaperDelivery[]): PaperRepair[] {
  return Array.from({ length: random.int(3) }, () => {
    const of = random.pick(deliveries);
    const records = new Map<number, PaperRecord>();
    for (const place of of.records.keys()) {
      if (random.chance(500)) records.set(place, randomRecord(random));
    }
    return { of, records };
  });
}

function randomRecord(random: Random): PaperRecord {
  return {
    act: random.pick(ACTS),
    key: `k${random.int(5)}`,
    says: random.chance(200) ? null : random.int(2),
  };
}
