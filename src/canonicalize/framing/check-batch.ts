import type { Place } from '../../domain/diagnostic.js';
import type { ControlComparison } from '../control-comparison.js';
import { declaredSums } from '../declared-sums.js';
import { deliveryFault } from '../delivery-fault.js';
import type { Feed } from '../feed.js';
import { numberStyleOf, plainDecimal } from '../number-style.js';
import type { OpenBatch } from './batch-writer.js';

type Control = { sum_of?: string; sums?: Readonly<Record<string, string>> } | undefined;

/** One control line of a batch: which it is, what the feed says of it, and what its named groups hold. */
type Declared = {
  where: 'header' | 'trailer';
  control: Control;
  groups: ReadonlyMap<string, string>;
  at: Place;
};

/**
 * Compares the count and the sums that one control line of a batch declares with what the batch holds.
 *
 * Faults: control-batch-count-differs, control-batch-sum-differs.
 */
export function checkBatch(batch: OpenBatch, declared: Declared, feed: Feed): ControlComparison[] {
  const { where, control, groups, at } = declared;
  const batch_line = batch.at.line ?? 0;
  const name = `batch on line ${batch_line} ${where}`;
  const comparisons: ControlComparison[] = [];
  const count = groups.get('count');
  if (count !== undefined) {
    const data = { batch_line, declared: count, counted: String(batch.records) };
    const agrees = plainDecimal(count) === data.counted;
    const fault = deliveryFault('control-batch-count-differs', at, data);
    comparisons.push({ name: `${name} record count`, declared: count, counted: data.counted, agrees, fault });
  }
  for (const { field, group } of declaredSums(control)) {
    const sum = groups.get(group)?.trim();
    if (sum === undefined) continue;
    const counted = plainDecimal(String(batch.sums.get(field) ?? 0)) ?? '0';
    const fault = deliveryFault('control-batch-sum-differs', at, {
      batch_line,
      field,
      declared: sum,
      counted,
    });
    const agrees = plainDecimal(sum, numberStyleOf(feed, field)) === counted;
    comparisons.push({ name: `${name} sum of ${field}`, declared: sum, counted, agrees, fault });
  }
  return comparisons;
}
