import { isAscii } from 'node:buffer';

/** Turns places in text, counted in UTF-16 units as a parser does, into offsets of the bytes that it was decoded from. */
export class XmlPlaces {
  #text = '';
  #ascii = true;
  /** A place whose offset is known, in the present piece. */
  #unit = 0;
  #offset = 0;
  #firstUnit = 0;

  /** The next piece of text, decoded from bytes that begin at an offset of the file. */
  next(bytes: Buffer, offset: number): string {
    this.#firstUnit += this.#text.length;
    this.#ascii = isAscii(bytes);
    this.#text = bytes.toString(this.#ascii ? 'latin1' : 'utf8');
    this.#unit = this.#firstUnit;
    this.#offset = offset;
    return this.#text;
  }

  /** The place after the present piece. */
  get end(): number {
    return this.#firstUnit + this.#text.length;
  }

  /** Offset of a place in the present piece, or of its end; places are asked for in ascending order. */
  offsetOf(place: number): number {
    // A parser that met the end of a piece may count one more.
    const unit = Math.min(place, this.end);
    if (this.#ascii) return this.#offset + unit - this.#unit;
    const from = this.#unit - this.#firstUnit;
    this.#offset += Buffer.byteLength(this.#text.slice(from, unit - this.#firstUnit));
    this.#unit = unit;
    return this.#offset;
  }
}
