import { quoted } from '../../domain/diagnostic.js';
import type { DetectedFormat, FormatMember, ObservedField } from './detected-format.js';
import { fixName, SESSION_TYPES } from './fix-dictionary.js';
import { likely, sure } from './guess.js';
import type { Sample } from './read-sample.js';

const BEGIN = /8=FIXT?[.][0-9][.][0-9](?:SP[0-9])?(.{1,3}?)9=[0-9]+\1/s;
/** Frame of a message, which the decoder checks. */
const FRAME_TAGS: readonly number[] = [9, 10];

type Message = ReadonlyMap<number, readonly string[]>;

/** FIX tag=value messages: separator, log prefix, whether each stands on a line, and the tags in use; null where it is none. */
export function detectFix(sample: Sample): DetectedFormat | null {
  const begin = BEGIN.exec(sample.head);
  const separator = begin?.[1];
  if (begin === null || separator === undefined || begin.index > 400) return null;
  const texts = messageTexts(sample.head);
  const all = texts.map((text) => parseMessage(text, separator));
  const messages = all.filter((message) => !SESSION_TYPES.includes(message.get(35)?.[0] ?? ''));
  const session = [...new Set(all.flatMap((message) => message.get(35)?.[0] ?? []))].filter((type) =>
    SESSION_TYPES.includes(type),
  );
  const repeated = repeatedTags(messages);
  return {
    type: 'fix',
    members: [
      { key: 'separator', value: separator, guess: sure(`${quoted(separator)} stands after BeginString`) },
      ...framing(sample.head),
    ],
    fields: observe(messages, repeated),
    list_fields: true,
    records: messages.length,
    header: null,
    trailer: null,
    ignore:
      session.length === 0
        ? null
        : {
            field: 'MsgType',
            values: SESSION_TYPES,
            guess: sure(`session messages; the sample has ${all.length - messages.length} of them`),
          },
    notes:
      repeated.length === 0
        ? []
        : [
            `tags ${repeated.join(', ')} stand more than once in a message (repeating groups) and are left out`,
          ],
  };
}

/** Tags of repeating groups: more than once in a good part of the messages that have them; else a message is at fault. */
function repeatedTags(messages: readonly Message[]): number[] {
  const tags = [...new Set(messages.flatMap((message) => [...message.keys()]))];
  return tags.filter((tag) => {
    const counts = messages.map((message) => message.get(tag)?.length ?? 0).filter((count) => count > 0);
    return counts.filter((count) => count > 1).length > counts.length / 5;
  });
}

function messageTexts(text: string): string[] {
  const starts = [...text.matchAll(/8=FIXT?[.][0-9]/g)].map(({ index }) => index);
  const whole = starts.map((start, index) => text.slice(start, starts[index + 1] ?? text.length));
  return whole
    .map((message) => message.split(/\r?\n/)[0] ?? '')
    .filter((message) => /10=[0-9]{3}/.test(message));
}

function parseMessage(text: string, separator: string): Message {
  const fields = new Map<number, string[]>();
  for (const field of text.split(separator)) {
    const [, tag, value] = /^([0-9]{1,6})=(.*)$/s.exec(field) ?? [];
    if (tag === undefined || value === undefined) continue;
    fields.set(Number(tag), [...(fields.get(Number(tag)) ?? []), value]);
  }
  return fields;
}

function framing(text: string): FormatMember[] {
  const lines = text.split(/\r?\n/).filter((line) => line !== '');
  const starts = lines.map((line) => line.search(/8=FIXT?[.][0-9]/));
  const perLine = [...text.matchAll(/8=FIXT?[.][0-9]/g)].length / Math.max(lines.length, 1);
  if (perLine > 1.5) {
    return [
      { key: 'framing', value: 'messages', guess: sure('messages follow each other without line ends') },
    ];
  }
  const prefixes = lines.flatMap((line, index) =>
    (starts[index] ?? 0) > 0 ? [line.slice(0, starts[index])] : [],
  );
  const [first] = prefixes;
  if (first === undefined) return [];
  const same = prefixes.every((prefix) => shapeOf(prefix) === shapeOf(first));
  const guess = (same ? sure : likely)(`text such as ${quoted(first)} stands before BeginString`);
  return [{ key: 'log_prefix', value: same ? `^${shapeOf(first)}` : '^.*?', guess }];
}

/** An expression of text like this: digits and letters by kind, everything else as it stands. */
function shapeOf(prefix: string): string {
  return prefix
    .replace(/[.*+?^$()|[\]{}\\]/g, '\\$&')
    .replace(/[A-Za-z]+|[0-9]+/g, (run) => (/[0-9]/.test(run) ? '[0-9]+' : '[A-Za-z]+'));
}

function observe(messages: readonly Message[], repeated: readonly number[]): ObservedField[] {
  const tags = new Set(messages.flatMap((message) => [...message.keys()]));
  const used = [...tags].filter((tag) => !FRAME_TAGS.includes(tag) && !repeated.includes(tag));
  return used.map((tag) => ({
    name: fixName(tag) ?? `Tag${tag}`,
    part: { tag },
    type: 'string',
    named: true,
    values: messages.map((message) => message.get(tag)?.[0] ?? null),
  }));
}
