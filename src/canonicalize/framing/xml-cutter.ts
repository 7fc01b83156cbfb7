import { isUtf8 } from 'node:buffer';
import { SaxesParser } from 'saxes';
import { deliveryFault } from '../delivery-fault.js';
import type { DeliveryFaultCode, DeliveryFaultData, XmlLimit } from '../diagnostics.js';
import { firstBadByte } from './check-text.js';
import { controlText } from './control-values.js';
import { LineCounter } from './line-counter.js';
import type { DocumentSink, RecordCutter } from './record-cutter.js';
import { encodeXmlRecord } from './xml-decoder.js';
import { xmlTree } from './xml-paths.js';
import { XmlPlaces } from './xml-places.js';
import type { XmlReading } from './xml-reading.js';
import { XmlValues } from './xml-values.js';

const TAG_END = 62;
const MAX_DEPTH = 64;
const MAX_ATTRIBUTES = 64;
const MAX_NAME = 256;
/** Longest stretch without the end of a tag, as a multiple of the longest record: the parser holds it in memory. */
const MARKUP_RECORDS = 4;
const ENTITIES = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** Length of the text that is parsed at once; longer text is kept by the engine in a form that is slow to read. */
const PIECE_BYTES = 1 << 16;

/** Thrown out of the parser once the file is refused. */
class Refused extends Error {}

/**
 * Cuts an XML document into its record elements and reads their values on the way, for XmlDecoder.
 *
 * The document is read as a stream and never as a tree. A DOCTYPE, and with it every entity of its own, refuses the
 * file, as do text that is not well formed and more levels, attributes or text between tags than any sound file has.
 * Faults: xml-syntax, xml-doctype, xml-limit, document-foreign, document-encoding, document-not-utf8, control-not-one.
 */
export class XmlCutter implements RecordCutter {
  readonly #sink: DocumentSink;
  readonly #file: string;
  readonly #limit: number;
  readonly #reading: XmlReading;
  readonly #values: XmlValues;
  readonly #parser = new SaxesParser({
    xmlns: false,
    position: false,
    defaultXMLVersion: '1.0',
    forceXMLVersion: true,
  });
  readonly #places = new XmlPlaces();
  readonly #counter = new LineCounter();
  readonly #record = { buffer: Buffer.alloc(0), start: 0, end: 0, number: 0, offset: 0, text_bytes: 0 };
  #rest: Buffer = Buffer.alloc(0);
  /** The bytes that are being parsed, and the offset of the first. */
  #bytes: Buffer = this.#rest;
  #base = 0;
  /** Places in UTF-16 units: of the start tag read last, of the end of the markup read last, of the record's start. */
  #tag = 0;
  #markup = 0;
  #start = -1;
  /** Where the start tag stands that is not ended with the piece it begins in; null while there is none. */
  #tagPlace: { offset: number; line: number } | null = null;
  #inTag = false;
  #refused = false;
  records = 0;
  readonly trailing_blanks = 0;

  constructor(options: { sink: DocumentSink; file: string; limit: number; reading: XmlReading }) {
    this.#sink = options.sink;
    this.#file = options.file;
    this.#limit = options.limit;
    this.#reading = options.reading;
    const { records, fields, controls } = options.reading;
    const tree = xmlTree({ records, fields, controls });
    this.#values = new XmlValues(
      { tree, fields, controls },
      { ...options.reading, line: () => this.#lineOf(this.#here()) },
    );
    // The parser's own table has the members of every object, such as constructor.
    this.#parser.ENTITIES = Object.assign(Object.create(null) as Record<string, string>, ENTITIES);
    this.#listen();
  }

  get lines(): number {
    return this.#counter.line;
  }

  push(chunk: Buffer): void {
    const buffer = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let from = 0;
    while (!this.#refused) {
      // A piece that ends with a tag cuts no character, and no name of a tag that begins in it.
      const end = pieceEnd(buffer, from);
      if (end === from) break;
      this.#parse(buffer.subarray(from, end), false);
      from = end;
    }
    this.#rest = Buffer.from(buffer.subarray(from));
    const limit = MARKUP_RECORDS * this.#limit;
    if (this.#refused || this.#rest.length <= limit) return;
    this.#bytes = this.#rest;
    this.#report('xml-limit', this.#base + this.#rest.length, { what: 'characters between two tags', limit });
  }

  end(): void {
    if (this.#refused || this.#base + this.#rest.length === 0) return;
    this.#parse(this.#rest, true);
    this.#handControlsOn();
  }

  #parse(bytes: Buffer, final: boolean): void {
    this.#bytes = bytes;
    try {
      if (!isUtf8(bytes)) this.#refuse('document-not-utf8', this.#base + firstBadByte(bytes), {});
      this.#parser.write(this.#places.next(bytes, this.#base));
      if (final) this.#parser.close();
      this.#checkLength(bytes);
      if (this.#inTag) this.#tagPlace ??= this.#placeOfTag();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
    this.#counter.advance(bytes, this.#base, this.#base + bytes.length);
    this.#base += bytes.length;
  }

  #checkLength(bytes: Buffer): void {
    const position = this.#places.end;
    const limit = MARKUP_RECORDS * this.#limit;
    if (position - this.#markup > limit) {
      this.#refuse('xml-limit', this.#base + bytes.length, { what: 'characters between two tags', limit });
    }
    if (this.#start !== -1 && position - this.#start > this.#limit) this.#values.dropping = true;
  }

  /** Seven listeners: with one more, V8 keeps the parser as a dictionary, which makes it six times slower. */
  #listen(): void {
    const parser = this.#parser;
    parser.on('error', (error) => this.#refuse('xml-syntax', this.#here(), { reason: error.message }));
    parser.on('doctype', () => this.#refuse('xml-doctype', this.#here(), {}));
    parser.on('opentagstart', ({ name }) => {
      this.#tag = parser.position - name.length - 2;
      this.#tagPlace = null;
      this.#inTag = true;
      if (this.#values.depth === 0) this.#checkEncoding(parser.xmlDecl.encoding);
      if (name.length > MAX_NAME) this.#refuseLimit('characters in a name', MAX_NAME);
      if (this.#values.depth === MAX_DEPTH) this.#refuseLimit('levels', MAX_DEPTH);
    });
    parser.on('opentag', ({ name, attributes }) => this.#open(name, attributes as Record<string, string>));
    parser.on('text', (text) => this.#values.text(text));
    parser.on('cdata', (text) => this.#values.text(text));
    parser.on('closetag', () => this.#close());
  }

  /** Markup ends here: not too far from the one before. */
  #pass(): void {
    const { position } = this.#parser;
    const limit = MARKUP_RECORDS * this.#limit;
    if (position - this.#markup > limit) this.#refuseLimit('characters between two tags', limit);
    this.#markup = position;
  }

  #open(name: string, attributes: Record<string, string>): void {
    this.#inTag = false;
    this.#pass();
    let count = 0;
    for (const _ in attributes) count += 1;
    if (count > MAX_ATTRIBUTES) this.#refuseLimit('attributes of an element', MAX_ATTRIBUTES);
    const opened = this.#values.open(name, attributes);
    if (opened === 'foreign') this.#refuseForeign(name, attributes);
    if (opened !== 'record') return;
    this.#start = this.#tag;
    const { offset, line } = this.#tagPlace ?? this.#placeOfTag();
    this.#record.offset = offset;
    this.#record.number = line;
  }

  #close(): void {
    this.#pass();
    if (!this.#values.close()) return;
    const record = this.#record;
    const bytes = this.#here() - record.offset;
    record.text_bytes = bytes;
    this.#start = -1;
    this.records += 1;
    if (bytes <= this.#limit) encodeXmlRecord(this.#values, record);
    // Values around a record may make it longer than its own text.
    const longest = Math.max(bytes, bytes <= this.#limit ? record.end : 0);
    if (longest <= this.#limit) this.#sink.record(record, false);
    else this.#sink.oversized({ number: record.number, offset: record.offset, bytes: longest });
  }

  #checkEncoding(declared: string | undefined): void {
    if (declared === undefined || this.#reading.encodings.includes(declared.toLowerCase())) return;
    this.#refuse('document-encoding', this.#here(), { declared, expected: this.#reading.encodings });
  }

  #refuseForeign(name: string, attributes: Record<string, string>): void {
    const prefix = name.includes(':') ? `:${name.slice(0, name.indexOf(':'))}` : '';
    const namespace = attributes[`xmlns${prefix}`] ?? '';
    const expected = this.#reading.records.map((path) => path.split('/')[1] ?? '');
    const data = {
      root: name,
      namespace,
      expected: [...new Set(expected)],
      declared: this.#reading.namespace,
    };
    this.#refuse('document-foreign', (this.#tagPlace ?? this.#placeOfTag()).offset, data);
  }

  #handControlsOn(): void {
    if (this.#refused) return;
    const groups = { header: new Map<string, string>(), trailer: new Map<string, string>() };
    const lines = { header: 0, trailer: 0 };
    for (const [index, { where, name, path }] of this.#reading.controls.entries()) {
      const { found, value, line } = this.#values.controls[index] ?? { found: 0, value: '', line: 0 };
      if (found !== 1) {
        this.#sink.refuse(
          deliveryFault('control-not-one', { file: this.#file }, { where, name, path, found }),
        );
        return;
      }
      groups[where].set(name, controlText(name, value));
      lines[where] = line;
    }
    for (const where of ['header', 'trailer'] as const) {
      if (groups[where].size > 0) this.#sink.control(where, { line: lines[where], groups: groups[where] });
    }
  }

  /** Offset of the parser's place, which must be in the present piece. */
  #here(): number {
    return this.#places.offsetOf(this.#parser.position);
  }

  #placeOfTag(): { offset: number; line: number } {
    const offset = this.#places.offsetOf(this.#tag);
    return { offset, line: this.#lineOf(offset) };
  }

  #lineOf(offset: number): number {
    this.#counter.advance(this.#bytes, this.#base, offset);
    return this.#counter.line;
  }

  #refuseLimit(what: XmlLimit, limit: number): void {
    this.#refuse('xml-limit', this.#here(), { what, limit });
  }

  #refuse<Code extends DeliveryFaultCode>(code: Code, offset: number, data: DeliveryFaultData[Code]): never {
    this.#report(code, offset, data);
    throw new Refused();
  }

  #report<Code extends DeliveryFaultCode>(code: Code, offset: number, data: DeliveryFaultData[Code]): void {
    this.#refused = true;
    const at = { file: this.#file, line: this.#lineOf(offset), byte_offset: offset };
    this.#sink.refuse(deliveryFault(code, at, data));
  }
}

/** Index after the last tag end within a piece's length, or after the first one beyond; `from` where there is none. */
function pieceEnd(buffer: Buffer, from: number): number {
  const within = buffer.lastIndexOf(TAG_END, from + PIECE_BYTES) + 1;
  return within > from ? within : Math.max(from, buffer.indexOf(TAG_END, from) + 1);
}
