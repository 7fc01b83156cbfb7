/** From exact prices to heights: the least at `bottom`, the greatest at `top`; in the middle where they do not differ. */
export function priceScale(
  prices: readonly bigint[],
  bottom: number,
  top: number,
): (price: bigint) => number {
  const [least, most] = [prices.reduce(smaller, prices[0] ?? 0n), prices.reduce(larger, prices[0] ?? 0n)];
  const span = most - least;
  return (price) => {
    const share = span === 0n ? 0.5 : Number(((price - least) * 10_000n) / span) / 10_000;
    return bottom + (top - bottom) * share;
  };
}

export function smaller(left: bigint, right: bigint): bigint {
  return left < right ? left : right;
}

export function larger(left: bigint, right: bigint): bigint {
  return left > right ? left : right;
}
