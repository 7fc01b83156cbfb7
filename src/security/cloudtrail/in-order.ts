/** Results of an action over items, in the order of the items; at most so many are begun and not yet taken. */
export async function* inOrder<Item, Result>(
  items: Iterable<Item>,
  most: number,
  act: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const ring: Promise<Result>[] = [];
  let begun = 0;
  let taken = 0;
  for (const item of items) {
    if (begun - taken === most) {
      yield await (ring[taken % most] as Promise<Result>);
      taken += 1;
    }
    const result = act(item);
    // Whoever takes the result sees its failure; until then it must not count as unhandled.
    result.catch(() => undefined);
    ring[begun % most] = result;
    begun += 1;
  }
  for (; taken < begun; taken += 1) yield await (ring[taken % most] as Promise<Result>);
}
