import type { ControlPath } from './control-values.js';

/** A field of an XML record: its path, and what becomes of a value that stands several times. */
export type XmlField = { name: string; path: string; repeat: 'first' | 'joined' | 'fault' };

/** What a feed reads of an element: its children, attributes and text; -1 is no slot. */
export type XmlNode = {
  readonly children: Map<string, XmlNode>;
  readonly attributes: Map<string, number>;
  /** Slot of the element's own text. */
  slot: number;
  /** Slots of values around records that are forgotten when the element ends. */
  readonly scoped: number[];
  /** Whether the element is a record. */
  record: boolean;
};

/** What a feed reads of a document; the slots of fields come first, then those of the control values. */
export type XmlTree = {
  /** The parent of the root element, down to the record elements. */
  readonly outside: XmlNode;
  /** A record element, down to its fields. */
  readonly inside: XmlNode;
  /** Fields that are the name of the record element, or of the one so many levels around it. */
  readonly names: readonly { slot: number; up: number }[];
  /** Fields that stand around or before the record. */
  readonly around: readonly number[];
};

/** The parts of a path; `up` is for names alone. */
export type XmlPath =
  | { kind: 'name'; up: number }
  | { kind: 'absolute' | 'relative'; steps: readonly string[]; attribute: string | null };

const NAME = '[\\p{L}_][\\p{L}\\p{N}._-]*';
const NAME_PATH = /^((?:\.\.\/)*)local-name\(\)$/;
const STEPS = new RegExp(`^(/?)(${NAME}(?:/${NAME})*)$`, 'u');
const ATTRIBUTE = new RegExp(`^(?:(.+)/)?@(${NAME})$`, 'u');

/** The parts of a path of a field or control value; null where it is none. */
export function parseXmlPath(path: string): XmlPath | null {
  if (path === '.') return { kind: 'relative', steps: [], attribute: null };
  const name = NAME_PATH.exec(path);
  if (name !== null) return { kind: 'name', up: (name[1] ?? '').length / 3 };
  const parts = ATTRIBUTE.exec(path);
  const attribute = parts?.[2] ?? null;
  const element = parts === null ? path : parts.at(1);
  if (element === undefined) return { kind: 'relative', steps: [], attribute };
  const steps = STEPS.exec(element);
  if (steps === null) return null;
  return {
    kind: steps[1] === '/' ? 'absolute' : 'relative',
    steps: (steps[2] ?? '').split('/'),
    attribute,
  };
}

/** The tree of a feed's paths, all of which must be ones. */
export function xmlTree(paths: {
  records: readonly string[];
  fields: readonly XmlField[];
  controls: readonly ControlPath[];
}): XmlTree {
  const tree = { outside: emptyNode(), inside: emptyNode(), names: [], around: [] };
  for (const path of paths.records) {
    const parsed = parseXmlPath(path);
    if (parsed !== null && parsed.kind !== 'name') nodeAt(tree.outside, parsed.steps).record = true;
  }
  for (const [slot, { path }] of [...paths.fields, ...paths.controls].entries()) {
    const parsed = parseXmlPath(path);
    if (parsed !== null) plant(tree, parsed, { slot, field: slot < paths.fields.length });
  }
  return tree;
}

function plant(
  tree: XmlTree & { names: { slot: number; up: number }[]; around: number[] },
  path: XmlPath,
  { slot, field }: { slot: number; field: boolean },
): void {
  if (path.kind === 'name') {
    tree.names.push({ slot, up: path.up });
    return;
  }
  if (path.kind === 'relative') {
    place(tree.inside, path, slot);
    return;
  }
  place(tree.outside, path, slot);
  if (!field) return;
  tree.around.push(slot);
  // The value of an attribute ends with its element, that of an element with the one around it.
  const scope = path.attribute === null ? path.steps.slice(0, -1) : path.steps;
  nodeAt(tree.outside, scope).scoped.push(slot);
}

function place(
  root: XmlNode,
  path: { steps: readonly string[]; attribute: string | null },
  slot: number,
): void {
  const node = nodeAt(root, path.steps);
  if (path.attribute === null) node.slot = slot;
  else node.attributes.set(path.attribute, slot);
}

function nodeAt(root: XmlNode, steps: readonly string[]): XmlNode {
  let node = root;
  for (const step of steps) {
    const child = node.children.get(step) ?? emptyNode();
    node.children.set(step, child);
    node = child;
  }
  return node;
}

function emptyNode(): XmlNode {
  return { children: new Map(), attributes: new Map(), slot: -1, scoped: [], record: false };
}
