/** A list that keeps its items when it is cleared, so that filling it again makes no new ones. */
export class Reused<Item> {
  readonly #items: Item[] = [];
  length = 0;

  get last(): Item | undefined {
    return this.length === 0 ? undefined : this.#items[this.length - 1];
  }

  /** The item at an index; nothing outside the list. */
  at(index: number): Item | undefined {
    return index < 0 || index >= this.length ? undefined : this.#items[index];
  }

  /** Appends an item of before, to be overwritten; nothing where there is none, and `add` must follow. */
  reuse(): Item | undefined {
    const item = this.#items[this.length];
    if (item !== undefined) this.length += 1;
    return item;
  }

  add(item: Item): void {
    this.#items.push(item);
    this.length += 1;
  }

  /** Takes the last item away. */
  drop(): void {
    this.length -= 1;
  }

  clear(): void {
    this.length = 0;
  }
}
