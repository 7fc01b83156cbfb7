import type { Feed } from '../feed.js';
import { decodeRecords, type RawDelivery } from '../replay/decode-records.js';
import type { DecodedRecord } from '../replay/decoded-record.js';
import { mask, maskedFields, maskedWhole } from './mask.js';
import { personalFields } from './personal-fields.js';

/** Longest text of a record that is shown, in characters. */
const SHOWN = 8192;

/**
 * Records of a delivery by their offsets, ascending and each once, as JSON of their fields with the personal ones masked; a
 * record that cannot be divided into fields is masked whole.
 *
 * One text for each offset, in their order. `also` names fields that were personal when the delivery was published.
 */
export async function* maskedRecords(
  feed: Feed,
  delivery: RawDelivery,
  { offsets, also = [] }: { offsets: readonly number[]; also?: readonly string[] },
): AsyncGenerator<string> {
  const personal = new Set([...personalFields(feed), ...also]);
  const wanted = new Map(offsets.map((offset) => [offset, null]));
  const decoded = decodeRecords(feed, delivery, wanted);
  let next = await decoded.next();
  try {
    for (const offset of offsets) {
      while (next.done !== true && next.value.byte_offset < offset) next = await decoded.next();
      const found = next.done !== true && next.value.byte_offset === offset ? next.value : null;
      yield maskedRecord(found, personal);
    }
  } finally {
    await decoded.return(undefined);
  }
}

/** A record as JSON of its fields with the personal ones masked, or masked whole where it has none. */
export function maskedRecord(record: DecodedRecord | null, personal: ReadonlySet<string>): string {
  if (record === null) return maskedWhole(null);
  if (!('fields' in record.original)) return maskedWhole(record.raw?.length ?? null);
  return maskedFields(record.original.fields, personal).slice(0, SHOWN);
}

/** What a repair puts in the place of fields, as JSON, the personal ones masked. */
export function maskedPatch(
  patch: Readonly<Record<string, string | null>>,
  personal: ReadonlySet<string>,
): string {
  return JSON.stringify(
    Object.fromEntries(
      Object.entries(patch).map(([name, value]) => [
        name,
        value !== null && personal.has(name) ? mask(value) : value,
      ]),
    ),
  );
}
