/**
 * Tells the local names of elements and attributes that belong to one namespace, by its URI.
 *
 * Without a namespace, prefixes are passed over: every name belongs. An attribute without a prefix always does.
 */
export class XmlNames {
  readonly #namespace: string | null;
  /** Declarations that are in force, inner ones last. */
  readonly #declared: { depth: number; prefix: string; uri: string }[] = [];
  #depth = 0;
  /** Answers under the present declarations. */
  readonly #known = new Map<string, string | null>();

  constructor(namespace: string | null) {
    this.#namespace = namespace;
  }

  /** Enters an element with its attributes, before it is asked for names. */
  open(attributes: Readonly<Record<string, string>>): void {
    this.#depth += 1;
    if (this.#namespace === null) return;
    for (const name in attributes) {
      if (name !== 'xmlns' && !name.startsWith('xmlns:')) continue;
      this.#declared.push({ depth: this.#depth, prefix: name.slice(6), uri: attributes[name] ?? '' });
      this.#known.clear();
    }
  }

  close(): void {
    for (let last = this.#declared.at(-1); last?.depth === this.#depth; last = this.#declared.at(-1)) {
      this.#declared.pop();
      this.#known.clear();
    }
    this.#depth -= 1;
  }

  /** Local name of an element; null where it belongs to another namespace. */
  element(name: string): string | null {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const colon = name.indexOf(':');
    const prefix = colon === -1 ? '' : name.slice(0, colon);
    const local = this.#belongs(prefix) ? name.slice(colon + 1) : null;
    // Names of a hostile file never repeat.
    if (this.#known.size === 10_000) this.#known.clear();
    this.#known.set(name, local);
    return local;
  }

  /** Local name of an attribute; null where it belongs to another namespace or is a declaration. */
  attribute(name: string): string | null {
    if (name === 'xmlns' || name.startsWith('xmlns:')) return null;
    return name.includes(':') ? this.element(name) : name;
  }

  #belongs(prefix: string): boolean {
    if (this.#namespace === null) return true;
    const uri = this.#declared.findLast((one) => one.prefix === prefix)?.uri ?? '';
    return uri === this.#namespace;
  }
}
