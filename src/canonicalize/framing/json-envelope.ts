import { isUtf8 } from 'node:buffer';
import { deliveryFault } from '../delivery-fault.js';
import type { DeliveryFault } from '../diagnostics.js';
import { type ControlPath, controlText } from './control-values.js';
import { JsonKeyTree, jsonPathTree, pointerSteps } from './json-key-tree.js';
import { JsonScanner } from './json-scanner.js';
import type { DocumentSink } from './record-cutter.js';

const LF = 10;

/** A part of the document outside its records: bytes, and where in the file they begin. */
type Part = { bytes: Buffer; offset: number; line: number };

/**
 * The document around an array of records: finds where the array begins, and in the end judges what stood around it.
 *
 * The document without its records must be sound JSON in which the pointer names an array. Faults: document-broken,
 * control-not-one.
 */
export class JsonEnvelope {
  readonly #file: string;
  readonly #pointer: string;
  readonly #controls: readonly ControlPath[];
  readonly #opening: JsonScanner;
  readonly #whole: JsonScanner;

  constructor(options: { file: string; pointer: string; controls: readonly ControlPath[] }) {
    this.#file = options.file;
    this.#pointer = options.pointer;
    this.#controls = options.controls;
    const pointers = [options.pointer, ...options.controls.map(({ path }) => path)];
    const tree = new JsonKeyTree(jsonPathTree(pointers.map((pointer) => ({ path: pointerSteps(pointer) }))));
    this.#opening = new JsonScanner(tree, pointers.length, 0);
    this.#whole = new JsonScanner(tree, pointers.length);
  }

  /** Index after the bracket that opens the records; -1 while there is none. */
  open(buffer: Buffer, start: number): number {
    this.#opening.scan(buffer, start, buffer.length);
    return this.#opening.stopped === -1 ? -1 : this.#opening.stopped + 1;
  }

  /** The fault of a document whose records were not found in its first part, which is all that was looked at. */
  unopened(before: Part): DeliveryFault {
    const { stopped, fault } = this.#opening;
    if (stopped === -1 && fault !== null) return this.#fault([before], fault.index, fault.expected);
    const where = this.#pointer === '' ? 'an array of records' : `an array of records at ${this.#pointer}`;
    return this.#fault([before], before.bytes.length, where);
  }

  /** Judges what stands before the first record and after the last, brackets included; hands the control values on. */
  close(before: Part, after: Part, sink: DocumentSink): void {
    const parts = [before, after];
    const bytes = Buffer.concat([before.bytes, after.bytes]);
    if (!this.#whole.scan(bytes, 0, bytes.length)) {
      const { index, expected } = this.#whole.fault ?? { index: bytes.length, expected: 'the end' };
      sink.refuse(this.#fault(parts, index, expected));
    } else if (!isUtf8(bytes)) {
      sink.refuse(this.#fault(parts, 0, 'UTF-8 around the records'));
    } else {
      this.#handOn(parts, sink);
    }
  }

  #handOn(parts: readonly Part[], sink: DocumentSink): void {
    const found = { header: new Map<string, string>(), trailer: new Map<string, string>() };
    const lines = { header: 0, trailer: 0 };
    for (const [index, { where, name, path }] of this.#controls.entries()) {
      const slot = index + 1;
      const kind = this.#whole.kinds[slot];
      if (kind !== 1 && kind !== 2) {
        sink.refuse(deliveryFault('control-not-one', { file: this.#file }, { where, name, path, found: 0 }));
        return;
      }
      found[where].set(name, controlText(name, this.#whole.text(slot)));
      lines[where] = placeIn(parts, this.#whole.starts[slot] ?? 0).line;
    }
    for (const where of ['header', 'trailer'] as const) {
      if (found[where].size > 0) sink.control(where, { line: lines[where], groups: found[where] });
    }
  }

  #fault(parts: readonly Part[], index: number, expected: string): DeliveryFault {
    const { line, offset } = placeIn(parts, index);
    return deliveryFault('document-broken', { file: this.#file, line, byte_offset: offset }, { expected });
  }
}

/** Line and offset in the file of a byte of the parts put together. */
function placeIn(parts: readonly Part[], index: number): { line: number; offset: number } {
  let rest = index;
  let place = { line: 1, offset: 0 };
  for (const part of parts) {
    const within = part.bytes.subarray(0, rest);
    place = { line: part.line + linesIn(within), offset: part.offset + within.length };
    if (rest < part.bytes.length) return place;
    rest -= part.bytes.length;
  }
  return place;
}

function linesIn(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, at + 1)) lines += 1;
  return lines;
}
