/**
 * Round values (1, 2 or 5 times a power of ten) from just below the least to just above the greatest value, ascending.
 *
 * `most` is the greatest number of steps between them. `unit` is the finest step, in the same units; the values are exact.
 */
export function exactTicks([least, greatest]: readonly [bigint, bigint], most: number, unit: bigint): bigint[] {
  const span = greatest - least;
  let step = unit;
  for (let at = 0; span > step * BigInt(most); at += 1) step = (unit * 10n ** BigInt(Math.floor(at / 3))) * (factors[at % 3] ?? 1n);
  const start = floorTo(least, step);
  const ticks = [start];
  for (let tick = start; tick < greatest; ) {
    tick += step;
    ticks.push(tick);
  }
  return ticks;
}

const factors = [1n, 2n, 5n] as const;

function floorTo(value: bigint, step: bigint): bigint {
  const rest = ((value % step) + step) % step;
  return value - rest;
}
