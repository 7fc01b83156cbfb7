/** Gives one symbol for all texts of one number. */
export type NumberSymbols = (text: string) => symbol;

const TOKEN = /[ \t\n\r]*("[^"\\]*(?:\\.[^"\\]*)*"|-?[0-9][0-9.eE+-]*|true|false|null|[[\]{},:])/gy;

/**
 * The value of a JSON text in which every number is a symbol whose description is its text, so that no digit is lost.
 *
 * Null where the text is not JSON, which the decoders have ruled out. Objects have no prototype.
 */
export function parseExactJson(text: string, symbolOf: NumberSymbols): { value: unknown } | null {
  try {
    JSON.parse(text);
  } catch {
    return null;
  }
  const tokens = [...text.matchAll(TOKEN)].map((match) => match[1] as string);
  return { value: new TokenReader(tokens, symbolOf).value() };
}

/** Reads the tokens of a text that is known to be JSON. */
class TokenReader {
  #at = 0;
  readonly #tokens: readonly string[];
  readonly #symbolOf: NumberSymbols;

  constructor(tokens: readonly string[], symbolOf: NumberSymbols) {
    this.#tokens = tokens;
    this.#symbolOf = symbolOf;
  }

  value(): unknown {
    const token = this.#next();
    if (token === '[') return this.#elements();
    if (token === '{') return this.#members();
    return /^[-0-9]/.test(token) ? this.#symbolOf(token) : (JSON.parse(token) as unknown);
  }

  #elements(): unknown[] {
    const elements: unknown[] = [];
    while (!this.#ends(']')) elements.push(this.value());
    return elements;
  }

  #members(): Record<string, unknown> {
    const members = Object.create(null) as Record<string, unknown>;
    while (!this.#ends('}')) {
      const key = JSON.parse(this.#next()) as string;
      this.#next();
      members[key] = this.value();
    }
    return members;
  }

  /** Moves past a closing bracket or a comma; true at the bracket. */
  #ends(bracket: string): boolean {
    const token = this.#tokens[this.#at];
    if (token === bracket || token === ',') this.#at += 1;
    return token === bracket;
  }

  #next(): string {
    const token = this.#tokens[this.#at] ?? '';
    this.#at += 1;
    return token;
  }
}
