import type { FieldType } from '../validation/record-schema.js';
import type { DetectedFormat, FormatMember, ObservedField } from './detected-format.js';
import { documentControls } from './document-controls.js';
import { type FlatJson, flattenJson, skipBlanks } from './flatten-json.js';
import { likely } from './guess.js';
import { nearlyAll } from './nearly-all.js';
import type { Sample } from './read-sample.js';

const MOST_FIELDS = 200;

type Records = {
  type: string;
  objects: FlatJson[];
  members: FormatMember[];
  notes: string[];
  /** Values of the document around the records, by pointer. */
  around?: ReadonlyMap<string, string>;
};

/** JSON records: one object a line, objects one after the other, or an array of objects; null where it is none. */
export function detectJson(sample: Sample): DetectedFormat | null {
  const text = sample.head.trimStart();
  if (!/^[{[]/.test(text)) return null;
  const found = text.startsWith('[') ? inArray(text, 1, []) : inObjects(text);
  if (found === null || found.objects.length === 0) return null;
  const { fields, repeated } = observe(found.objects.map(({ members }) => members));
  const trailer =
    sample.complete && found.around !== undefined
      ? documentControls(found.around, fields, found.objects.length)
      : null;
  const notes = repeated.map((pointer) => `${pointer} is a list; only its first item is a field`);
  return {
    type: found.type,
    members: found.members,
    fields,
    list_fields: true,
    records: found.objects.length,
    header: null,
    trailer,
    ignore: null,
    notes: [...found.notes, ...notes],
  };
}

/** A single object around several is their envelope, be it on one line. */
function inObjects(text: string): Records | null {
  const found = asLines(text);
  if (found !== null && found.objects.length > 1) return found;
  const document = asDocument(text);
  return document !== null && document.objects.length > 1
    ? document
    : (found ?? document ?? asConcatenated(text));
}

function asLines(text: string): Records | null {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const objects = lines.map((line) => (line.trimStart().startsWith('{') ? whole(line) : null));
  const good = objects.filter((one) => one !== null);
  if (good.length === 0 || good.length < lines.length * 0.6) return null;
  const odd = lines.length - good.length;
  const notes = odd === 0 ? [] : [`${odd} lines of the sample are no JSON object; they would be rejected`];
  return { type: 'json-lines', objects: good, members: [], notes };
}

function whole(line: string): FlatJson | null {
  const found = flattenJson(line, 0);
  return found !== null && line.slice(found.end).trim() === '' ? found : null;
}

function asConcatenated(text: string): Records | null {
  const objects: FlatJson[] = [];
  for (let at = 0; text[at] === '{'; ) {
    const found = flattenJson(text, at);
    if (found === null) break;
    objects.push(found);
    at = skipBlanks(text, found.end);
  }
  return objects.length === 0 ? null : { type: 'json-concatenated', objects, members: [], notes: [] };
}

/** One object around an array of objects, at any depth: the array's pointer is the record. */
function asDocument(text: string): Records | null {
  const array = findArray(text, 0);
  if (array === null) return null;
  const guess = likely('the only object of the file holds a list of objects there');
  const found = inArray(text, array.open + 1, [{ key: 'record', value: array.pointer, guess }]);
  if (found === null) return null;
  const rest = text.slice(found.end);
  // One object of several that follow each other has a list, too.
  if (/^\s*\{/m.test(rest.replace(/^[^}]*\}/, ''))) return null;
  const envelope = flattenJson(`${text.slice(0, array.open)}null${rest}`, 0);
  const around = [...(envelope?.members ?? [])].flatMap(([pointer, { text: value }]): [string, string][] =>
    value === null ? [] : [[pointer, value]],
  );
  return { ...found, around: new Map(around) };
}

/** The first list of objects within an object that begins at a place: its pointer, and where it opens. */
function findArray(text: string, start: number): { pointer: string; open: number } | null {
  for (let member = memberAt(text, start + 1); member !== null; member = memberAt(text, member.next)) {
    const { step, value } = member;
    if (text[value] === '[' && text[skipBlanks(text, value + 1)] === '{')
      return { pointer: step, open: value };
    const inner = text[value] === '{' ? findArray(text, value) : null;
    if (inner !== null) return { ...inner, pointer: step + inner.pointer };
    member.next = afterMember(text, value);
  }
  return null;
}

const KEY = /\s*"((?:[^"\\]|\\.)*)"\s*:\s*/y;

/** The member of an object that begins at a place: its step of a pointer, and where its value begins. */
function memberAt(text: string, at: number): { step: string; value: number; next: number } | null {
  KEY.lastIndex = at;
  const key = at === -1 ? null : KEY.exec(text);
  if (key === null) return null;
  const step = `/${(key[1] ?? '').replaceAll('~', '~0').replaceAll('/', '~1')}`;
  return { step, value: KEY.lastIndex, next: -1 };
}

/** Where the next member begins after a value; -1 where there is none. */
function afterMember(text: string, value: number): number {
  const end = flattenJson(text, value)?.end;
  const comma = end === undefined ? -1 : skipBlanks(text, end);
  return text[comma] === ',' ? comma + 1 : -1;
}

function inArray(text: string, start: number, members: FormatMember[]): (Records & { end: number }) | null {
  const objects: FlatJson[] = [];
  let at = skipBlanks(text, start);
  while (text[at] === '{') {
    const found = flattenJson(text, at);
    if (found === null) break;
    objects.push(found);
    at = skipBlanks(text, found.end);
    if (text[at] === ',') at = skipBlanks(text, at + 1);
  }
  return objects.length === 0 ? null : { type: 'json-array', objects, members, notes: [], end: at + 1 };
}

/** A field for each pointer; of lists only the first item. */
function observe(records: readonly FlatJson['members'][]): { fields: ObservedField[]; repeated: string[] } {
  const all = new Set(records.flatMap((members) => [...members.keys()]));
  const beyond = [...all].filter((pointer) => /\/[1-9][0-9]*(\/|$)/.test(pointer));
  const repeated = [...new Set(beyond.map((pointer) => pointer.replace(/\/[1-9][0-9]*(\/.*)?$/, '')))];
  const pointers = [...all].filter((pointer) => !beyond.includes(pointer)).slice(0, MOST_FIELDS);
  const names = nameAll(pointers);
  const fields = pointers.map((pointer, index): ObservedField => {
    const scalars = records.map((members) => members.get(pointer) ?? null);
    const name = names[index] ?? pointer;
    return {
      name,
      part: pointer === `/${name}` ? {} : { pointer },
      type: typeOf(scalars.flatMap((one) => (one?.text == null ? [] : [one.type]))),
      named: true,
      values: scalars.map((one) => one?.text ?? null),
    };
  });
  return { fields, repeated };
}

/** The last step of each pointer, with more steps before it where that is not enough to tell them apart. */
function nameAll(pointers: readonly string[]): string[] {
  const steps = pointers.map((pointer) =>
    pointer
      .split('/')
      .slice(1)
      .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~')),
  );
  return steps.map((own) => {
    for (let length = 1; length <= own.length; length += 1) {
      const name = own
        .slice(-length)
        .filter((step) => !/^0$/.test(step))
        .join('_');
      const same = steps.filter(
        (other) =>
          other
            .slice(-length)
            .filter((step) => !/^0$/.test(step))
            .join('_') === name,
      );
      if (name !== '' && (same.length === 1 || length === own.length)) return name;
    }
    return own.join('_');
  });
}

/** The type of nearly all values; text where they are of several. */
function typeOf(types: readonly FieldType[]): FieldType {
  return types.find((type) => nearlyAll(types, (other) => other === type)) ?? 'string';
}
