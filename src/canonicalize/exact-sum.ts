/** An exact sum of decimals of any size and scale. */
export class ExactSum {
  #units = 0n;
  /** Decimals of the unit. */
  #scale = 0;

  /** Adds a plain decimal, as `plainDecimal` gives it. */
  add(decimal: string): void {
    const point = decimal.indexOf('.');
    const scale = point === -1 ? 0 : decimal.length - point - 1;
    const units = BigInt(point === -1 ? decimal : decimal.slice(0, point) + decimal.slice(point + 1));
    if (scale > this.#scale) {
      this.#units *= 10n ** BigInt(scale - this.#scale);
      this.#scale = scale;
    }
    this.#units += units * 10n ** BigInt(this.#scale - scale);
  }

  /** The sum as a decimal with as many decimals as the finest that was added. */
  toString(): string {
    const sign = this.#units < 0n ? '-' : '';
    const digits = String(this.#units < 0n ? -this.#units : this.#units).padStart(this.#scale + 1, '0');
    const point = digits.length - this.#scale;
    return this.#scale === 0 ? `${sign}${digits}` : `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
  }
}
