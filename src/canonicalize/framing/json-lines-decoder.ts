import type { RecordFault } from '../diagnostics.js';
import { checkText } from './check-text.js';
import type { FramedFile } from './framed-file.js';
import {
  JsonFault,
  type JsonKind,
  type JsonMember,
  type JsonPathTree,
  scanJson,
  unescapeJson,
} from './json-scanner.js';
import type { CutRecord } from './record-cutter.js';
import type { Decoded, RecordDecoder } from './record-decoder.js';
import { placeOf, recordFault } from './record-fault.js';

const LONE_SURROGATE = /\p{Surrogate}/u;

/** A field of a JSON record: where it stands and the JSON kinds that the record schema allows. */
export type JsonField = { name: string; path: readonly string[]; kinds: readonly JsonKind[] };

/**
 * Decodes one JSON object a line; numbers keep every digit, null and absent members have no value.
 *
 * Faults: json-syntax, json-duplicate-key, json-kind (a member of another kind than the record schema's type),
 * text-not-utf8, character-nul. Columns in faults count characters from 1.
 */
export class JsonLinesDecoder implements RecordDecoder {
  readonly columns: readonly string[];
  readonly #file: string;
  readonly #fields: readonly JsonField[];
  readonly #framed: FramedFile;
  readonly #tree: JsonPathTree;
  readonly #members: (JsonMember | null)[];

  constructor(options: { file: string; fields: readonly JsonField[]; framed: FramedFile }) {
    this.columns = options.fields.map((field) => field.name);
    this.#file = options.file;
    this.#fields = options.fields;
    this.#framed = options.framed;
    this.#tree = pathTree(options.fields);
    this.#members = options.fields.map(() => null);
  }

  decode(line: CutRecord): Decoded {
    const bad = checkText(line, this.#file);
    if (bad !== null) return bad;
    const text = line.buffer.toString('utf8', line.start, line.end);
    const fault = this.#scan(line, text) ?? this.#wrongKind(line) ?? this.#badText(line, text);
    if (fault !== null) return fault;
    this.#framed.begin(line, line.end - line.start);
    for (const member of this.#members) this.#framed.text(member === null ? null : textOf(text, member));
    this.#framed.end();
    return 'record';
  }

  #scan(line: CutRecord, text: string): RecordFault | null {
    this.#members.fill(null);
    try {
      scanJson(text, this.#tree, (slot, member) => {
        if (member.kind !== 'null') this.#members[slot] = member;
      });
      if (!text.trimStart().startsWith('{')) throw new JsonFault(0, 'an object');
      return null;
    } catch (error) {
      if (!(error instanceof JsonFault)) throw error;
      const at = placeOf(this.#file, line);
      if (error.duplicateKey !== null)
        return recordFault(at, 'json-duplicate-key', { key: error.duplicateKey });
      return recordFault(at, 'json-syntax', { column: error.index + 1, expected: error.expected });
    }
  }

  #wrongKind(line: CutRecord): RecordFault | null {
    for (const [slot, field] of this.#fields.entries()) {
      const member = this.#members[slot];
      if (member && !field.kinds.includes(member.kind)) {
        const data = { field: field.name, actual: member.kind, expected: field.kinds.join(' or ') };
        return recordFault(placeOf(this.#file, line), 'json-kind', data);
      }
    }
    return null;
  }

  /** Escapes can hide what checkText finds in plain bytes. */
  #badText(line: CutRecord, text: string): RecordFault | null {
    for (const member of this.#members) {
      if (member?.kind !== 'string') continue;
      const value = textOf(text, member);
      const code = value.includes('\0')
        ? 'character-nul'
        : LONE_SURROGATE.test(value)
          ? 'text-not-utf8'
          : null;
      if (code === null) continue;
      const byte_offset = line.offset + Buffer.byteLength(text.slice(0, member.start));
      return recordFault(placeOf(this.#file, line), code, { byte_offset });
    }
    return null;
  }
}

function textOf(text: string, member: JsonMember): string {
  const raw = text.slice(member.start, member.end);
  return member.kind === 'string' ? unescapeJson(raw) : raw;
}

type MutableTree = { slot: number | null; children: Map<string, MutableTree> };

function pathTree(fields: readonly JsonField[]): JsonPathTree {
  const root: MutableTree = { slot: null, children: new Map() };
  for (const [slot, field] of fields.entries()) {
    let node = root;
    for (const step of field.path) {
      const child: MutableTree = node.children.get(step) ?? { slot: null, children: new Map() };
      node.children.set(step, child);
      node = child;
    }
    node.slot = slot;
  }
  return root;
}
