import { fixSeparator, frameFixMessage } from '../frame-fix-message.js';
import {
  type Copy,
  type FeedSpoiler,
  repeatedLine,
  type Spoil,
  unequalShares,
  unusedNumber,
} from './feed-spoiler.js';
import { onAnotherDay, onThirtiethOfFebruary } from './wrong-date.js';

/** How a feed writes messages. */
type FixForm = {
  /** Tags of a record's key, of which the first that a record has gets another number in a copy. */
  readonly key: readonly number[];
  /** How many shares more a record has that reuses a key. */
  readonly more: (copy: Copy) => number;
  /** Ends fields. */
  readonly separator: string;
};

/** Faults of BOLT's drop copy; but for the one about it, the CheckSum of a spoilt copy is right. */
export const fixSpoiler: FeedSpoiler = {
  spoils: fixSpoils({ key: [34], more: () => 100, separator: fixSeparator }),
  isRecord: (line) => line.includes(`${fixSeparator}35=8${fixSeparator}`),
  control: (line) => line,
};

/** Faults of the log of ECHO's gateway, whose lines begin with a time and a direction. */
export const echoSpoiler: FeedSpoiler = {
  spoils: fixSpoils({ key: [17, 11], more: unequalShares, separator: '|' }),
  isRecord: (line) => /\|35=[8D]\|/.test(line),
  control: (line) => line,
};

function fixSpoils(form: FixForm): Spoil[] {
  const changed = (tags: readonly number[], edit: (value: string) => string | null): Spoil['spoil'] => {
    return (record, copy) => {
      const copied = numbered(form, record, copy);
      return copied === null ? null : edited(form, copied, { tags, edit });
    };
  };
  return [
    {
      kind: 'price-comma',
      code: 'schema-violated',
      spoil: changed([31, 44], (price) => price.replace('.', ',')),
    },
    { kind: 'side-unknown', code: 'schema-violated', spoil: changed([54], () => '9') },
    { kind: 'date-impossible', code: 'value-not-timestamp', spoil: changed([60], onThirtiethOfFebruary) },
    { kind: 'date-other', code: 'event-date-differs', spoil: changed([60], onAnotherDay) },
    { kind: 'field-missing', code: 'field-missing', spoil: changed([55], () => null) },
    {
      kind: 'checksum-wrong',
      code: 'fix-checksum',
      spoil: (record, copy) => wrongChecksum(form, record, copy),
    },
    {
      kind: 'key-reused',
      code: 'key-reused',
      spoil: (record, copy) => {
        const edit = (quantity: string) => String(Number(quantity) + form.more(copy));
        return edited(form, record, { tags: [32, 38], edit });
      },
    },
    repeatedLine,
  ];
}

/** The record with a key of its own. */
function numbered(form: FixForm, record: string, copy: Copy): string | null {
  return edited(form, record, { tags: form.key, edit: () => unusedNumber(copy) });
}

/** The message, framed anew, with the first of the tags that it has edited; null where it has none of them. */
function edited(
  { separator }: FixForm,
  record: string,
  { tags, edit }: { tags: readonly number[]; edit: (value: string) => string | null },
): string | null {
  const at = record.indexOf('8=FIX');
  const fields = record
    .slice(at)
    .split(separator)
    .filter((field) => field !== '' && !/^(8|9|10)=/.test(field));
  const prefix = tags.map((tag) => `${tag}=`).find((tag) => fields.some((field) => field.startsWith(tag)));
  if (prefix === undefined) return null;
  const message = frameFixMessage(
    fields.flatMap((field) => {
      if (!field.startsWith(prefix)) return [field];
      const value = edit(field.slice(prefix.length));
      return value === null ? [] : [`${prefix}${value}`];
    }),
  );
  return `${record.slice(0, at)}${message.replaceAll(fixSeparator, separator)}`;
}

function wrongChecksum(form: FixForm, record: string, copy: Copy): string | null {
  const copied = numbered(form, record, copy);
  if (copied === null) return null;
  const checksum = (Number(copied.slice(-4, -1)) + 1 + (copy.draw % 255)) % 256;
  return `${copied.slice(0, -4)}${String(checksum).padStart(3, '0')}${form.separator}`;
}
