/** How elements follow each other: divided by commas and ended by a bracket, or each ended by its own brackets. */
export type JsonSequence = 'array' | 'concatenated';

/** What follows a byte outside strings: nothing, a string, the element's end before or after it, or it cannot be JSON. */
export type JsonStep = 'on' | 'quote' | 'before' | 'after' | 'broken';

const [TAB, LF, CR, SPACE, QUOTE, COMMA, COLON] = [9, 10, 13, 32, 34, 44, 58] as const;
const [OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [91, 93, 123, 125] as const;
/** Deeper than any record may be; what is deeper is taken for broken. */
const MAX_DEPTH = 256;

/** Follows the brackets of one element, and tells where they cannot be those of JSON. */
export class JsonNesting {
  readonly #sequence: JsonSequence;
  readonly #open = new Uint8Array(MAX_DEPTH);
  #depth = 0;
  /** The last byte outside strings that is not blank; 0 at the start. */
  #previous = 0;
  /** Braces that are open. */
  braces = 0;
  /** Offset of the last string's opening quote, and the braces open there; -1 before the first. */
  quote = -1;
  braces_at_quote = 0;

  constructor(sequence: JsonSequence) {
    this.#sequence = sequence;
  }

  clear(): void {
    this.#depth = 0;
    this.#previous = 0;
    this.braces = 0;
    this.quote = -1;
    this.braces_at_quote = 0;
  }

  /** Forgets all that is open, as after the element's last bracket. */
  close(): void {
    this.clear();
    this.#previous = CLOSE_BRACE;
  }

  /** Takes the next byte outside strings, at an offset of the file. */
  step(byte: number, offset: number): JsonStep {
    switch (byte) {
      case SPACE:
      case LF:
      case CR:
      case TAB:
        return 'on';
      case QUOTE:
        return this.#string(offset);
      case OPEN_BRACE:
      case OPEN_BRACKET:
        return this.#opening(byte);
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        return this.#closing(byte);
      case COMMA:
        if (this.#depth === 0 && this.#sequence === 'array') return 'before';
        break;
    }
    this.#previous = byte;
    return 'on';
  }

  #string(offset: number): JsonStep {
    if (!this.#mayBegin()) return 'broken';
    this.quote = offset;
    this.braces_at_quote = this.braces;
    this.#previous = QUOTE;
    return 'quote';
  }

  #opening(byte: number): JsonStep {
    if (this.#depth === 0) {
      if (this.#sequence === 'concatenated' && this.#previous !== 0) return 'before';
    } else if (this.#depth === MAX_DEPTH || !this.#mayBegin() || this.#needsKey()) {
      return 'broken';
    }
    this.#open[this.#depth] = byte;
    this.#depth += 1;
    if (byte === OPEN_BRACE) this.braces += 1;
    this.#previous = byte;
    return 'on';
  }

  #closing(byte: number): JsonStep {
    const opening = byte === CLOSE_BRACE ? OPEN_BRACE : OPEN_BRACKET;
    if (this.#depth === 0) {
      if (this.#sequence === 'array' && byte === CLOSE_BRACKET) return 'before';
    } else if (this.#open[this.#depth - 1] === opening) {
      this.#depth -= 1;
      if (byte === CLOSE_BRACE) this.braces -= 1;
      if (this.#depth === 0 && this.#sequence === 'concatenated') return 'after';
    } else {
      return 'broken';
    }
    this.#previous = byte;
    return 'on';
  }

  /** Whether a key or a value may follow the previous byte. */
  #mayBegin(): boolean {
    const byte = this.#previous;
    return byte === 0 || byte === COLON || byte === COMMA || byte === OPEN_BRACE || byte === OPEN_BRACKET;
  }

  /** Whether only a key may stand here, after a brace or a comma in an object. */
  #needsKey(): boolean {
    return this.#previous !== COLON && this.#open[this.#depth - 1] === OPEN_BRACE;
  }
}
