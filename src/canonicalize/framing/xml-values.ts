import type { ControlPath } from './control-values.js';
import { XmlNames } from './xml-names.js';
import type { XmlField, XmlNode, XmlTree } from './xml-paths.js';

/** What is found of a control value: how often, the last value, and its line. */
export type XmlControl = { found: number; value: string; line: number };

type Paths = { tree: XmlTree; fields: readonly XmlField[]; controls: readonly ControlPath[] };

/** Follows the elements of a document along a feed's paths and gathers the values of its records and controls. */
export class XmlValues {
  readonly #tree: XmlTree;
  readonly #fields: readonly XmlField[];
  readonly #names: XmlNames;
  readonly #trim: boolean;
  readonly controls: readonly XmlControl[];
  /** Values of the record that is open or ended last; null is no value. */
  readonly values: (string | null)[];
  /** Slot of a field that stands several times without being declared to; -1 where there is none. */
  repeated = -1;
  /** Whether values are dropped, because the record is too long. */
  dropping = false;
  readonly #around: (string | null)[];
  /** What is read of the open elements; null of those that no path leads to. */
  readonly #nodes: (XmlNode | null)[];
  readonly #texts: string[] = [''];
  readonly #open: string[] = [''];
  #node: XmlNode | null;
  #recordDepth = -1;
  depth = 0;

  readonly #line: () => number;

  /** `line` is asked for the present line when a control value is found. */
  constructor(paths: Paths, reading: { namespace: string | null; trim: boolean; line: () => number }) {
    this.#tree = paths.tree;
    this.#fields = paths.fields;
    this.#names = new XmlNames(reading.namespace);
    this.#trim = reading.trim;
    this.#line = reading.line;
    this.controls = paths.controls.map(() => ({ found: 0, value: '', line: 0 }));
    this.values = paths.fields.map(() => null);
    this.#around = paths.fields.map(() => null);
    this.#nodes = [paths.tree.outside];
    this.#node = paths.tree.outside;
  }

  /** Enters an element; `record` where one begins, `foreign` where no path leads to the root element. */
  open(name: string, attributes: Readonly<Record<string, string>>): 'record' | 'foreign' | 'element' {
    this.#names.open(attributes);
    const local = this.#node === null ? null : this.#names.element(name);
    let node = local === null ? null : (this.#node?.children.get(local) ?? null);
    this.depth += 1;
    if (node === null && this.depth === 1) return 'foreign';
    const begins = node?.record === true;
    this.#open[this.depth] = local ?? '';
    if (begins) {
      this.#recordDepth = this.depth;
      this.#beginRecord();
      node = this.#tree.inside;
    }
    this.#nodes[this.depth] = node;
    this.#texts[this.depth] = '';
    this.#node = node;
    if (node !== null && node.attributes.size > 0) this.#takeAttributes(node, attributes);
    return begins ? 'record' : 'element';
  }

  /** Takes a piece of the text of the innermost element. */
  text(text: string): void {
    if (this.#node === null || this.#node.slot === -1 || this.dropping) return;
    this.#texts[this.depth] += text;
  }

  /** Leaves the innermost element; true where it was a record. */
  close(): boolean {
    const node = this.#node;
    if (node !== null && node.slot !== -1) this.#take(node.slot, this.#texts[this.depth] ?? '');
    const ends = this.depth === this.#recordDepth;
    if (node !== null && this.#recordDepth === -1) {
      for (const slot of node.scoped) this.#around[slot] = null;
    }
    if (ends) this.#recordDepth = -1;
    this.depth -= 1;
    this.#node = this.#nodes[this.depth] ?? null;
    this.#names.close();
    return ends;
  }

  #beginRecord(): void {
    this.values.fill(null);
    this.repeated = -1;
    this.dropping = false;
    for (const slot of this.#tree.around) this.values[slot] = this.#around[slot] ?? null;
    for (const { slot, up } of this.#tree.names) this.values[slot] = this.#open[this.depth - up] ?? null;
  }

  #takeAttributes(node: XmlNode, attributes: Readonly<Record<string, string>>): void {
    for (const name in attributes) {
      const local = this.#names.attribute(name);
      const slot = local === null ? undefined : node.attributes.get(local);
      if (slot !== undefined) this.#take(slot, attributes[name] ?? '');
    }
  }

  #take(slot: number, text: string): void {
    const value = this.#trim ? text.trim() : text;
    if (value === '') return;
    const control = this.controls[slot - this.values.length];
    if (control !== undefined) {
      control.found += 1;
      control.value = value;
      control.line = this.#line();
    } else if (this.#recordDepth === -1) this.#around[slot] = value;
    else if (!this.dropping) this.#takeField(slot, value);
  }

  #takeField(slot: number, value: string): void {
    const before = this.values[slot] ?? null;
    const repeat = this.#fields[slot]?.repeat;
    if (before === null) this.values[slot] = value;
    else if (repeat === 'joined') this.values[slot] = `${before} ${value}`;
    else if (repeat === 'fault' && this.repeated === -1) this.repeated = slot;
  }
}
