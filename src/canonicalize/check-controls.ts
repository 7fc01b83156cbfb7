import type { Place } from '../domain/diagnostic.js';
import type { ControlTotal } from '../domain/generated/manifest.js';
import type { ControlComparison } from './control-comparison.js';
import { type DeclaredSum, declaredSums } from './declared-sums.js';
import { deliveryFault } from './delivery-fault.js';
import type { DeliveryFault } from './diagnostics.js';
import type { Feed } from './feed.js';
import type { FramedDelivery } from './framing/framed-delivery.js';
import type { ControlLine } from './framing/record-framer.js';
import { type NumberStyle, numberStyleOf, plainDecimal } from './number-style.js';

/** What the file holds, to be held against what its header and trailer declare. */
type Counted = { trade_date: string; records: number; sums: ReadonlyMap<string, string> };

/**
 * Compares dates, record count and sum in header and trailer with what was counted; a break stops the publication.
 *
 * Counts and sums are compared as exact numbers. Faults: control-date-differs, control-count-differs,
 * control-sum-differs, each at the line of the header or trailer, after what was found of batches.
 */
export function checkControls(
  feed: Feed,
  delivery: { framed: Pick<FramedDelivery, 'header' | 'trailer' | 'batches'>; file: string },
  counted: Counted,
): { faults: DeliveryFault[]; totals: ControlTotal[] } {
  const comparisons = (['header', 'trailer'] as const).flatMap((where) => {
    const control = delivery.framed[where];
    if (control === null) return [];
    const at = { file: delivery.file, line: control.line };
    return [
      compareDate(where, control, { at, counted: counted.trade_date }),
      compareCount(where, control, { at, counted: String(counted.records) }),
      ...declaredSums(feed.spec[where]).map((sum) =>
        compareSum(where, control, { at, sum, counted: counted.sums, style: numberStyleOf(feed, sum.field) }),
      ),
    ].filter((comparison) => comparison !== null);
  });
  const { totals, breaks } = delivery.framed.batches;
  return {
    faults: [...breaks, ...comparisons.filter(({ agrees }) => !agrees).map(({ fault }) => fault)],
    totals: [
      ...totals,
      ...comparisons.map(({ name, declared, counted: held }) => ({ name, declared, counted: held })),
    ],
  };
}

function compareDate(
  where: string,
  control: ControlLine,
  file: { at: Place; counted: string },
): ControlComparison | null {
  const date = control.groups.get('trade_date');
  if (date === undefined) return null;
  const declared = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
  const data = { where, declared, trade_date: file.counted };
  return {
    name: `${where} trade date`,
    declared,
    counted: file.counted,
    agrees: declared === file.counted,
    fault: deliveryFault('control-date-differs', file.at, data),
  };
}

function compareCount(
  where: string,
  control: ControlLine,
  file: { at: Place; counted: string },
): ControlComparison | null {
  const declared = control.groups.get('count');
  if (declared === undefined) return null;
  return {
    name: `${where} record count`,
    declared,
    counted: file.counted,
    agrees: plainDecimal(declared) === plainDecimal(file.counted),
    fault: deliveryFault('control-count-differs', file.at, { where, declared, counted: file.counted }),
  };
}

function compareSum(
  where: string,
  control: ControlLine,
  file: { at: Place; sum: DeclaredSum; counted: ReadonlyMap<string, string>; style: NumberStyle },
): ControlComparison | null {
  const { field, group } = file.sum;
  const declared = control.groups.get(group)?.trim();
  const counted = file.counted.get(field);
  if (declared === undefined || counted === undefined) return null;
  return {
    name: `${where} sum of ${field}`,
    declared,
    counted,
    agrees: plainDecimal(declared, file.style) === plainDecimal(counted),
    fault: deliveryFault('control-sum-differs', file.at, { where, field, declared, counted }),
  };
}
