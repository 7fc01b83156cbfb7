import { fixSeparator, frameFixMessage } from '../frame-fix-message.js';
import { type FeedSpoiler, repeatedLine, type Spoil, unusedNumber } from './feed-spoiler.js';
import { onAnotherDay, onThirtiethOfFebruary } from './wrong-date.js';

/** Faults of a FIX drop copy; but for the one about it, the CheckSum of a spoilt copy is right. */
export const fixSpoiler: FeedSpoiler = {
  spoils: [
    {
      kind: 'price-comma',
      code: 'schema-violated',
      spoil: changed([31, 44], (price) => price.replace('.', ',')),
    },
    { kind: 'side-unknown', code: 'schema-violated', spoil: changed([54], () => '9') },
    { kind: 'date-impossible', code: 'value-not-timestamp', spoil: changed([60], onThirtiethOfFebruary) },
    { kind: 'date-other', code: 'event-date-differs', spoil: changed([60], onAnotherDay) },
    { kind: 'field-missing', code: 'field-missing', spoil: changed([55], () => null) },
    { kind: 'checksum-wrong', code: 'fix-checksum', spoil: wrongChecksum },
    {
      kind: 'key-reused',
      code: 'key-reused',
      spoil: (record) => edited(record, [32, 38], (quantity) => String(Number(quantity) + 100)),
    },
    repeatedLine,
  ],
  isRecord: (line) => line.includes(`${fixSeparator}35=8${fixSeparator}`),
  control: (line) => line,
};

/** A spoil that edits one field, or drops it where the edit gives null, and gives the copy a sequence number of its own. */
function changed(tags: readonly number[], edit: (value: string) => string | null): Spoil['spoil'] {
  return (record, copy) => {
    const copied = edited(record, [34], () => unusedNumber(copy));
    return copied === null ? null : edited(copied, tags, edit);
  };
}

/** The message, framed anew, with the first of the tags that it has edited; null where it has none of them. */
function edited(
  record: string,
  tags: readonly number[],
  edit: (value: string) => string | null,
): string | null {
  const fields = record.split(fixSeparator).filter((field) => field !== '' && !/^(8|9|10)=/.test(field));
  const prefix = tags.map((tag) => `${tag}=`).find((tag) => fields.some((field) => field.startsWith(tag)));
  if (prefix === undefined) return null;
  return frameFixMessage(
    fields.flatMap((field) => {
      if (!field.startsWith(prefix)) return [field];
      const value = edit(field.slice(prefix.length));
      return value === null ? [] : [`${prefix}${value}`];
    }),
  );
}

function wrongChecksum(record: string, copy: { no: number; draw: number }): string | null {
  const copied = edited(record, [34], () => unusedNumber(copy));
  if (copied === null) return null;
  const checksum = (Number(copied.slice(-4, -1)) + 1 + (copy.draw % 255)) % 256;
  return `${copied.slice(0, -4)}${String(checksum).padStart(3, '0')}${fixSeparator}`;
}
