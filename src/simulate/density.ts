/** How many orders there are to a trade: few, as published for the United States, or as in a busy hour. */
export const densities = ['low', 'real', 'high'] as const;
export type Density = (typeof densities)[number];

/** How the background behaves at a density; shares are per mille. */
export type Behaviour = {
  /** Steps in which a market maker re-quotes. */
  readonly requote: number;
  /** Customers' steps in which they take what stands at the touch. */
  readonly take: number;
  /** Steps of blocks and proprietary traders. */
  readonly blocks: number;
  /** Steps that bring a further one in the same symbol after a short while; 0 for even times. */
  readonly follow: number;
  /** Order events of one symbol on a day, about; 0 where the day has few symbols whatever its size. */
  readonly events_per_symbol: number;
  /** Auctions, slices of large orders with their routes, crossing networks, several venues. */
  readonly is_full: boolean;
};

export const behaviours: Record<Density, Behaviour> = {
  low: { requote: 770, take: 320, blocks: 20, follow: 0, events_per_symbol: 0, is_full: false },
  real: { requote: 900, take: 75, blocks: 4, follow: 800, events_per_symbol: 6_000, is_full: true },
  high: { requote: 940, take: 80, blocks: 3, follow: 880, events_per_symbol: 24_000, is_full: true },
};
