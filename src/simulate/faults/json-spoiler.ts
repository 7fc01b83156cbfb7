import {
  type Copy,
  type FeedSpoiler,
  repeatedLine,
  type Spoil,
  unequalShares,
  unusedNumber,
} from './feed-spoiler.js';
import { dashed, onAnotherDay, onThirtiethOfFebruary } from './wrong-date.js';

/** One way to edit the first match of a part of the record. */
type Change = Pick<Spoil, 'kind' | 'code'> & {
  readonly part: RegExp;
  readonly edit: (value: string) => string;
};

/** Where the parts of a record stand in its text. */
type JsonForm = {
  readonly price: RegExp;
  readonly side: RegExp;
  /** With the comma behind it. */
  readonly symbol: RegExp;
  readonly quantity: RegExp;
  /** Wrong times, whose forms differ. */
  readonly times: readonly Change[];
  /** How many shares more a record has that reuses a key. */
  readonly more: (copy: Copy) => number;
  /** A copy of the record with a key of its own. */
  readonly numbered: (record: string, copy: Copy) => string;
};

const catTime = /(?<="eventTimestamp":")[0-9]+T[0-9.]+/;
const gumTime = /(?<="transactTime":")[0-9-]+/;

/** Faults of CAT-style JSON lines without header and trailer. */
export const catSpoiler: FeedSpoiler = {
  spoils: jsonSpoils({
    price: /(?<="price":)[0-9]+[.][0-9]+/,
    side: /(?<="side":")[A-Z]+/,
    symbol: /"symbol":"[A-Z.]+",/,
    quantity: /(?<="(?:quantity|cancelQty)":)[0-9]+/,
    more: () => 100,
    times: [impossible(catTime, onThirtiethOfFebruary), onOtherDate(catTime, onAnotherDay)],
    numbered: (record, copy) =>
      record.replace(/(?<="firmROEID":"[0-9]{8}_CEDR_)[0-9]{9}/, unusedNumber(copy)),
  }),
  isRecord: () => true,
  control: (line) => line,
};

/** Faults of GUMX's executions. */
export const gumSpoiler: FeedSpoiler = {
  spoils: jsonSpoils({
    price: /(?<="lastPx":)[0-9]+[.][0-9]+/,
    side: /(?<="side":")[0-9]/,
    symbol: /"symbol":"[A-Z.]+",/,
    quantity: /(?<="lastQty":)[0-9]+/,
    more: unequalShares,
    times: [impossible(gumTime, dashed(onThirtiethOfFebruary)), onOtherDate(gumTime, dashed(onAnotherDay))],
    numbered: (record, copy) => record.replace(/(?<="execId":")[^"]+/, unusedNumber(copy)),
  }),
  isRecord: () => true,
  control: (line) => line,
};

/** Faults of FIRC's document: records stand in lines of their own, from the second on with a comma before them. */
export const firSpoiler: FeedSpoiler = {
  spoils: jsonSpoils({
    price: /(?<="limit":)[0-9]+[.][0-9]+/,
    side: /(?<="side":")[A-Z]+/,
    symbol: /"symbol":"[A-Z.]+"/,
    quantity: /(?<="quantity":)[0-9]+/,
    more: unequalShares,
    times: [onOtherDate(/(?<="time":)[0-9]+/, (ns) => String(BigInt(ns) - 86_400_000_000_000n))],
    numbered: (record, copy) => record.replace(/(?<="revision":)[0-9]+/, unusedNumber(copy)),
  }).map(({ spoil, ...named }) => ({
    ...named,
    spoil: (record, copy) => {
      const spoilt = spoil(record.replace(/^,/, ''), copy);
      return spoilt === null ? null : `,${spoilt}`;
    },
  })),
  isRecord: (line) => line.includes('{"id":'),
  control: (line, added) =>
    line.includes('"meta":')
      ? line
          .replace(/(?<="count":)[0-9]+/, (count) => String(Number(count) + added.length))
          .replace(/(?<="totalQuantity":)[0-9]+/, (sum) => String(Number(sum) + sharesOf(added)))
      : line,
};

function impossible(part: RegExp, edit: Change['edit']): Change {
  return { kind: 'date-impossible', code: 'value-not-timestamp', part, edit };
}

function onOtherDate(part: RegExp, edit: Change['edit']): Change {
  return { kind: 'date-other', code: 'event-date-differs', part, edit };
}

/** Faults of records of which each is a JSON object. */
function jsonSpoils({ price, side, symbol, quantity, more, times, numbered }: JsonForm): Spoil[] {
  const changed = ({ kind, code, part, edit }: Change): Spoil => ({
    kind,
    code,
    spoil: (record, copy) => edited(numbered(record, copy), part, edit),
  });
  return [
    changed({
      kind: 'price-comma',
      code: 'json-syntax',
      part: price,
      edit: (text) => text.replace('.', ','),
    }),
    changed({ kind: 'side-unknown', code: 'schema-violated', part: side, edit: () => 'X' }),
    ...times.map(changed),
    changed({ kind: 'field-missing', code: 'field-missing', part: symbol, edit: () => '' }),
    {
      kind: 'json-cut',
      code: 'json-syntax',
      spoil: (record, copy) => cut(record, numbered(record, copy), copy),
    },
    changed({ kind: 'number-as-text', code: 'json-kind', part: quantity, edit: (number) => `"${number}"` }),
    {
      kind: 'key-reused',
      code: 'key-reused',
      spoil: (record, copy) => edited(record, quantity, (shares) => String(Number(shares) + more(copy))),
    },
    repeatedLine,
  ];
}

function edited(record: string, part: RegExp, edit: (value: string) => string): string | null {
  return part.test(record) ? record.replace(part, edit) : null;
}

/** The copy cut off somewhere in the second half of the record, at the latest before the last brace. */
function cut(record: string, copied: string, copy: Copy): string {
  const half = Math.floor(record.length / 2);
  return copied.slice(0, half + (copy.draw % (record.length - half)));
}

/** Shares of the records that are JSON and have them as a number; the others cannot be read and do not count. */
function sharesOf(records: readonly string[]): number {
  return records
    .map((record) => record.replace(/^,/, ''))
    .filter(isJson)
    .reduce((sum, record) => sum + Number(/(?<="quantity":)[0-9]+/.exec(record)?.[0] ?? 0), 0);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
