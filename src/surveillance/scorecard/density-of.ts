import type { ScoredDay } from '../../domain/generated/scorecard.js';

const REAL = 10_000;
const HIGH = 200_000;

/**
 * How dense the orders of a day are, by events per symbol: `low` under 10,000, `real` under 200,000, `high` from there.
 *
 * Bounds are proposed: tens of thousands of order messages are an ordinary day of a listed share, hundreds of thousands one of the busiest.
 */
export function densityOf({
  events,
  instruments,
}: {
  events: number;
  instruments: number;
}): ScoredDay['density'] {
  if (events < REAL * instruments || instruments === 0) return 'low';
  return events < HIGH * instruments ? 'real' : 'high';
}
