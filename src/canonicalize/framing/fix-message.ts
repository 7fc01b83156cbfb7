import { type FixDictionary, type FixGroup, TAG } from './fix-dictionary.js';
import { type FixFinding, fixFinding } from './fix-finding.js';
import { FixGroups } from './fix-groups.js';
import { wholeNumber } from './fix-number.js';
import { FixScanner } from './fix-scanner.js';
import type { FixSeparator } from './fix-separator.js';

const SOH = 1;
const CHECK_SUM = 10;
/** BeginString, BodyLength and MsgType. */
const FIRST_TAGS = [8, 9, 35] as const;

/**
 * Reads one FIX message: where the values lie that are kept of it, and the entries of its groups.
 *
 * The order of tags 8, 9, 35 and 10, BodyLength and CheckSum are verified as FIX defines them. A tag that is kept must
 * not repeat outside groups; others may, because they may be of groups that are not declared. Findings:
 * fix-not-a-message, fix-field, fix-value-empty, fix-tag-repeated, fix-data-length, fix-group-count, fix-group-order,
 * fix-body-length, fix-checksum.
 */
export class FixMessage {
  /** Where the value of each slot lies; both 0 where the message has none. */
  readonly starts: Int32Array;
  readonly stops: Int32Array;
  readonly groups: FixGroups;
  /** Start and stop, one after the other, of each data value that need be no text. */
  readonly opaque: number[] = [];
  readonly #dictionary: FixDictionary;
  readonly #scanner: FixScanner;
  /** The byte that a log shows for SOH. */
  readonly #shownAs: number;
  #buffer: Buffer = Buffer.alloc(0);
  #begin = 0;
  #end = 0;
  #lengthStart = 0;
  #lengthStop = 0;
  /** Data tag that must come next, and the length that was declared for it; 0 without one. */
  #due = 0;
  #dueLength = { tag: 0, start: 0, stop: 0 };

  constructor(dictionary: FixDictionary, separator: FixSeparator) {
    this.starts = new Int32Array(dictionary.slots);
    this.stops = new Int32Array(dictionary.slots);
    this.groups = new FixGroups(dictionary);
    this.#dictionary = dictionary;
    this.#shownAs = separator.byte;
    this.#scanner = new FixScanner(separator);
  }

  /** Whether all values read are ASCII without NUL, data aside. */
  get plain(): boolean {
    return this.#scanner.plain;
  }

  /** Up to where the bytes were read. */
  get read_to(): number {
    return this.#scanner.next;
  }

  /** Takes some bytes as read in which there is no message. */
  skip(buffer: Buffer, end: number): void {
    this.opaque.length = 0;
    this.#scanner.open(buffer, end, end);
  }

  read(buffer: Buffer, start: number, end: number): FixFinding | null {
    this.#buffer = buffer;
    this.#begin = start;
    this.#end = end;
    this.starts.fill(0);
    this.stops.fill(0);
    this.groups.reset();
    this.opaque.length = 0;
    this.#due = 0;
    const scanner = this.#scanner;
    scanner.open(buffer, start, end);
    for (let position = 0; !scanner.isDone(); position += 1) {
      const finding = this.#readField(position);
      if (finding !== null) return finding;
      if (scanner.tag === CHECK_SUM) return scanner.isDone() ? this.#verify() : this.#notAMessage();
    }
    return this.#notAMessage();
  }

  #readField(position: number): FixFinding | null {
    const scanner = this.#scanner;
    if (!scanner.readTag()) return position < 3 ? this.#notAMessage() : this.#notAField();
    if (position < 3 && scanner.tag !== FIRST_TAGS[position]) return this.#notAMessage();
    if (this.#due !== 0) {
      const finding = this.#readData();
      if (finding !== null) return finding;
    } else if (!scanner.readValue()) {
      return this.#notAField();
    }
    if (scanner.stop === scanner.start) return fixFinding('fix-value-empty', { tag: scanner.tag });
    if (position === 1) {
      this.#lengthStart = scanner.start;
      this.#lengthStop = scanner.stop;
    }
    return this.#place();
  }

  #readData(): FixFinding | null {
    const { tag, start, stop } = this.#dueLength;
    const length = wholeNumber(this.#buffer, start, stop);
    const scanner = this.#scanner;
    const is_text = (this.#dictionary.kindOf(this.#due) & TAG.text) !== 0;
    if (scanner.tag !== this.#due || length === -1 || !scanner.readData(length, is_text)) {
      const declared = this.#buffer.toString('utf8', start, stop);
      return fixFinding('fix-data-length', { tag: this.#due, length_tag: tag, declared });
    }
    this.#due = 0;
    if (!is_text) this.opaque.push(scanner.start, scanner.stop);
    return null;
  }

  /** Puts the field that was read where it belongs: into a group that is open, or into its slot. */
  #place(): FixFinding | null {
    const scanner = this.#scanner;
    const { tag } = scanner;
    const kind = this.#dictionary.kindOf(tag);
    if ((kind & TAG.length) !== 0) {
      this.#due = this.#dictionary.dataOf(tag);
      this.#dueLength = { tag, start: scanner.start, stop: scanner.stop };
    }
    if (this.groups.open) {
      const taken = this.groups.take(this.#buffer, scanner);
      if (typeof taken === 'object') return taken;
      if (taken) return null;
    }
    return kind === 0 ? null : this.#keep(tag, kind);
  }

  #keep(tag: number, kind: number): FixFinding | null {
    const { start, stop } = this.#scanner;
    if ((kind & TAG.slot) !== 0) {
      const slot = this.#dictionary.slotOf(tag);
      if (this.stops[slot] !== 0) return fixFinding('fix-tag-repeated', { tag });
      this.starts[slot] = start;
      this.stops[slot] = stop;
    }
    if ((kind & TAG.group) !== 0) this.groups.enter(this.#dictionary.groupOf(tag) as FixGroup, this.#scanner);
    else if ((kind & TAG.slot) === 0 && (kind & TAG.member) !== 0)
      return fixFinding('fix-group-order', { tag, group: this.#dictionary.homeOf(tag) });
    return null;
  }

  #verify(): FixFinding | null {
    const counted = this.#scanner.from - this.#lengthStop - 1;
    const length = wholeNumber(this.#buffer, this.#lengthStart, this.#lengthStop);
    if (length === counted) return this.#verifyCheckSum();
    const declared = this.#buffer.toString('utf8', this.#lengthStart, this.#lengthStop);
    return fixFinding('fix-body-length', { declared, counted });
  }

  #verifyCheckSum(): FixFinding | null {
    const { start, stop, sum_before, data_separators } = this.#scanner;
    const declared = stop - start === 3 ? wholeNumber(this.#buffer, start, stop) : -1;
    if (declared === sum_before % 256) return null;
    // Of a log that shows SOH as another character nobody knows whether data held that character or SOH.
    const shown = sum_before + data_separators * (SOH - this.#shownAs);
    if (declared === ((shown % 256) + 256) % 256) return null;
    return fixFinding('fix-checksum', {
      declared: this.#buffer.toString('utf8', start, stop),
      counted: String(sum_before % 256).padStart(3, '0'),
    });
  }

  #notAField(): FixFinding {
    return fixFinding('fix-field', { text: this.#scanner.textOfField() });
  }

  #notAMessage(): FixFinding {
    const to = Math.min(this.#end, this.#begin + 40);
    return fixFinding('fix-not-a-message', { starts_with: this.#buffer.toString('utf8', this.#begin, to) });
  }
}
