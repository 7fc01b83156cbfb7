import type { Place } from '../../domain/diagnostic.js';
import { declaredSums } from '../declared-sums.js';
import { deliveryFault } from '../delivery-fault.js';
import type { DeliveryFault } from '../diagnostics.js';
import { type NumberStyle, plainDecimal } from '../number-style.js';
import type { OpenBatch } from './batch-writer.js';

type Control = { sum_of?: string; sums?: Readonly<Record<string, string>> } | undefined;

/**
 * Compares the count and the sums that one control line of a batch declares with what the batch holds; null when all agree.
 *
 * Faults: control-batch-count-differs, control-batch-sum-differs.
 */
export function checkBatch(
  batch: OpenBatch,
  declared: { control: Control; groups: ReadonlyMap<string, string>; at: Place },
  style: NumberStyle,
): DeliveryFault | null {
  const { groups, at } = declared;
  const count = groups.get('count');
  if (count !== undefined && plainDecimal(count) !== String(batch.records)) {
    const data = { batch_line: batch.at.line ?? 0, declared: count, counted: String(batch.records) };
    return deliveryFault('control-batch-count-differs', at, data);
  }
  for (const { field, group } of declaredSums(declared.control)) {
    const sum = groups.get(group);
    const counted = plainDecimal(String(batch.sums.get(field) ?? 0)) ?? '0';
    if (sum !== undefined && plainDecimal(sum.trim(), style) !== counted) {
      const data = { batch_line: batch.at.line ?? 0, field, declared: sum, counted };
      return deliveryFault('control-batch-sum-differs', at, data);
    }
  }
  return null;
}
