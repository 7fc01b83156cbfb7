import { type Instrument, tick } from './instruments.js';
import { onTick } from './market.js';
import type { Random } from './random.js';

/** Where the background believes the price of one symbol to be, in ten-thousandths of a dollar. */
export type PricePath = {
  fair: number;
  /** Greatest move of the fair value at one step. */
  readonly step: number;
  readonly half_spread: number;
  /** Prices outside which the background does not trade; they bind near the close. */
  low: number;
  high: number;
  /** A scenario moves this symbol at the close, so the background follows it instead of holding to the last price. */
  free_close: boolean;
  /** A scenario needs that nobody in the background sells this symbol short. */
  no_short: boolean;
  /** A scenario needs that nobody in the background but market makers comes to this symbol. */
  no_customers: boolean;
};

/** A path that begins at the opening price and wanders about 1.2 % over `steps` steps. */
export function createPricePath(instrument: Instrument, steps: number): PricePath {
  const price = instrument.opening_price;
  const greatest = Math.floor((price * 8) / 10_000);
  return {
    fair: price,
    step: Math.max(20, Math.min(greatest, Math.floor((price * 21) / (1000 * Math.sqrt(Math.max(steps, 1)))))),
    half_spread: Math.max(tick, onTick(Math.floor((price * 2) / 10_000))),
    low: tick,
    high: Number.MAX_SAFE_INTEGER,
    free_close: false,
    no_short: false,
    no_customers: false,
  };
}

/** Moves the fair value one step, and back towards the middle of the book if it has run away from it. */
export function stepFair(path: PricePath, random: Random, middle: number): void {
  path.fair += random.between(-path.step, path.step);
  const away = path.fair - middle;
  if (middle > 0 && Math.abs(away) > 16 * path.half_spread) path.fair -= Math.sign(away) * path.step;
  path.fair = Math.max(path.low, Math.min(path.fair, path.high));
}

/** From here the background trades at most 0.2 % away from `reference`, so that it does not move the close. */
export function holdNear(path: PricePath, reference: number): void {
  const margin = onTick(Math.floor((reference * 2) / 1000));
  path.low = reference - margin;
  path.high = reference + margin;
  path.fair = reference;
}

/** A price brought inside the bounds of the path. */
export function withinBounds(path: PricePath, price: number): number {
  return Math.max(path.low, Math.min(price, path.high));
}
