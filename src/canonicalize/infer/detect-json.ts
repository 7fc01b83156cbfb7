import type { FieldType } from '../validation/record-schema.js';
import type { DetectedFormat, FormatMember, ObservedField } from './detected-format.js';
import { type FlatJson, flattenJson, skipBlanks } from './flatten-json.js';
import { likely } from './guess.js';
import { nearlyAll } from './nearly-all.js';
import type { Sample } from './read-sample.js';

const MOST_FIELDS = 200;

type Records = { type: string; objects: FlatJson[]; members: FormatMember[]; notes: string[] };

/** JSON records: one object a line, objects one after the other, or an array of objects; null where it is none. */
export function detectJson(sample: Sample): DetectedFormat | null {
  const text = sample.head.trimStart();
  if (!/^[{[]/.test(text)) return null;
  const found = text.startsWith('[') ? inArray(text, 1, []) : inObjects(text);
  if (found === null || found.objects.length === 0) return null;
  const { fields, repeated } = observe(found.objects.map(({ members }) => members));
  const notes = repeated.map((pointer) => `${pointer} is a list; only its first item is a field`);
  return {
    type: found.type,
    members: found.members,
    fields,
    list_fields: true,
    records: found.objects.length,
    header: null,
    trailer: null,
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

/** One object around an array of objects: the array's pointer is the record. */
function asDocument(text: string): Records | null {
  const envelope =
    /^\{\s*(?:"(?:[^"\\]|\\.)*"\s*:\s*(?:"(?:[^"\\]|\\.)*"|[-0-9.eE]+|true|false|null)\s*,\s*)*"((?:[^"\\]|\\.)*)"\s*:\s*\[/.exec(
      text,
    );
  if (envelope === null) return null;
  const pointer = `/${(envelope[1] ?? '').replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const guess = likely('the only object of the file holds a list of objects there');
  const found = inArray(text, envelope[0].length, [{ key: 'record', value: pointer, guess }]);
  // One object of several that follow each other has a list, too.
  return found === null || /^\s*\{/m.test(text.slice(found.end).replace(/^[^}]*\}/, '')) ? null : found;
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
