import { bestExecution } from './best-execution.js';
import { collusionRing } from './collusion-ring.js';
import { erroneousOrders } from './erroneous-orders.js';
import { excessiveCancels } from './excessive-cancels.js';
import { frontRunning } from './front-running.js';
import { layering } from './layering.js';
import { markingTheClose } from './marking-the-close.js';
import { paintingTheTape } from './painting-the-tape.js';
import { prearrangedTrades } from './prearranged-trades.js';
import { pumpAndDump } from './pump-and-dump.js';
import { restrictedList } from './restricted-list.js';
import type { Scenario } from './scenario.js';
import { shortSaleMarking } from './short-sale-marking.js';
import { tradeThrough } from './trade-through.js';
import { tradingAhead } from './trading-ahead.js';
import { washTrade } from './wash-trade.js';

/** Every scenario, in order of pattern id. */
export const scenarios: readonly Scenario[] = [
  bestExecution,
  collusionRing,
  erroneousOrders,
  excessiveCancels,
  frontRunning,
  layering,
  markingTheClose,
  paintingTheTape,
  prearrangedTrades,
  pumpAndDump,
  restrictedList,
  shortSaleMarking,
  tradeThrough,
  tradingAhead,
  washTrade,
];
