import type { FixGroup } from '../../domain/generated/feed-spec.js';
import type { RecordFault } from '../diagnostics.js';
import { checkText } from './check-text.js';
import { FixColumns, type FixField } from './fix-columns.js';
import { FixDictionary } from './fix-dictionary.js';
import { type FixFinding, fixFinding } from './fix-finding.js';
import { FixLogPrefix } from './fix-log-prefix.js';
import { FixMessage } from './fix-message.js';
import { FixSeparator } from './fix-separator.js';
import { checkFixText } from './fix-text.js';
import type { CutRecord } from './record-cutter.js';
import type { Decoded, RecordDecoder } from './record-decoder.js';
import { placeOf, recordFault } from './record-fault.js';
import type { RecordWriter } from './record-writer.js';

const YES = 89;
/** Tags of the header, never in a group; the place of one is its slot. */
const HEADER = [8, 9, 35, 10, 34, 49, 56, 52, 43, 97, 122];
const SENDING_TIME = HEADER.indexOf(52);
const POSS_DUP_FLAG = HEADER.indexOf(43);
const POSS_RESEND = HEADER.indexOf(97);
const ORIG_SENDING_TIME = HEADER.indexOf(122);

/** What a feed says of its FIX messages. */
export type FixOptions = {
  fields: readonly FixField[];
  separator: string;
  log_prefix: string | true | null;
  groups: readonly FixGroup[];
  data: Readonly<Record<string, number>>;
  ignore: { field: string; values: readonly string[] } | undefined;
  resends: 'by-key' | 'as-sent';
  /** Whether a key of the feed holds MsgSeqNum. */
  keyed_by_sequence: boolean;
};

/**
 * Decodes one FIX tag=value message with the log's text before it; FixMessage says what is verified.
 *
 * Tags that the feed does not name are passed over. By key, a message with PossDupFlag has its OrigSendingTime as
 * SendingTime, and one with PossResend cannot be told by its sequence number. Faults: those of FixMessage, FixLogPrefix
 * and FixColumns, fix-resend-unkeyed, text-not-utf8, character-nul.
 */
export class FixDecoder implements RecordDecoder {
  readonly columns: readonly string[];
  readonly #options: FixOptions;
  readonly #file: string;
  readonly #framed: RecordWriter;
  readonly #separator: FixSeparator;
  readonly #prefix: FixLogPrefix | null;
  readonly #message: FixMessage;
  readonly #columns: FixColumns;
  readonly #ignoreColumn: number;
  readonly #ignored: readonly Buffer[];

  constructor(options: FixOptions, target: { file: string; framed: RecordWriter }) {
    const { fields, groups, ignore } = options;
    this.columns = fields.map((field) => field.name);
    this.#options = options;
    this.#file = target.file;
    this.#framed = target.framed;
    this.#separator = new FixSeparator(options.separator);
    const prefixes = fields.flatMap(({ prefix }) => (prefix === null ? [] : [prefix]));
    this.#prefix = options.log_prefix === null ? null : new FixLogPrefix(options.log_prefix, prefixes);
    const tagged = fields.filter(({ prefix }) => prefix === null);
    const outside = tagged.filter((field) => field.in.length === 0);
    const counts = groups.map(({ count }) => count);
    const kept = [...new Set([...HEADER, ...outside.map(({ tag }) => tag), ...counts])];
    const texts = tagged.map(({ tag }) => tag);
    const dictionary = new FixDictionary({ kept, texts, groups, data: options.data });
    this.#message = new FixMessage(dictionary, this.#separator);
    this.#columns = new FixColumns(fields, kept, prefixes);
    this.#ignoreColumn = ignore === undefined ? -1 : this.columns.indexOf(ignore.field);
    this.#ignored = (ignore?.values ?? []).map((value) => Buffer.from(value, 'utf8'));
  }

  decode(line: CutRecord): Decoded {
    const record = this.#separator.read(line);
    const finding = this.#read(record);
    const plain = this.#message.plain && (this.#prefix?.plain ?? true);
    const bad = plain ? null : this.#checkText(line, record);
    if (bad !== null) return bad;
    if (finding !== null) return recordFault(placeOf(this.#file, line), finding.code, finding.data);
    if (this.#columns.isOneOf(this.#ignoreColumn, this.#ignored, record.buffer)) return 'ignored';
    this.#framed.begin(line, record.end - record.start);
    this.#columns.write(this.#framed, record.buffer);
    this.#framed.end();
    return 'record';
  }

  #read({ buffer, start, end }: CutRecord): FixFinding | null {
    const begin = this.#prefix?.read(buffer, start, end) ?? start;
    if (typeof begin === 'object') {
      this.#message.skip(buffer, end);
      return begin;
    }
    return (
      this.#message.read(buffer, begin, end) ??
      this.#takeResend(buffer) ??
      this.#columns.find(this.#message, this.#prefix, buffer)
    );
  }

  #takeResend(buffer: Buffer): FixFinding | null {
    const { starts, stops } = this.#message;
    if (this.#options.resends === 'as-sent') return null;
    if (this.#isYes(buffer, POSS_DUP_FLAG) && stops[ORIG_SENDING_TIME] !== 0) {
      starts[SENDING_TIME] = starts[ORIG_SENDING_TIME] as number;
      stops[SENDING_TIME] = stops[ORIG_SENDING_TIME] as number;
    }
    const unkeyed = this.#options.keyed_by_sequence && this.#isYes(buffer, POSS_RESEND);
    return unkeyed ? fixFinding('fix-resend-unkeyed', {}) : null;
  }

  #isYes(buffer: Buffer, slot: number): boolean {
    const { starts, stops } = this.#message;
    const start = starts[slot] as number;
    return stops[slot] === start + 1 && buffer[start] === YES;
  }

  /** Bytes that are no text, as far as the message was read. */
  #checkText(line: CutRecord, record: CutRecord): RecordFault | null {
    const { opaque, read_to } = this.#message;
    const fault = checkFixText({ ...record, end: Math.min(read_to, record.end) }, this.#file, opaque);
    // The copy with one byte between fields has offsets of its own.
    return fault === null || record === line ? fault : (checkText(line, this.#file) ?? fault);
  }
}
