import { bestExecution } from './best-execution.js';
import { clockDrift } from './clock-drift.js';
import { collusionRing } from './collusion-ring.js';
import { collusiveSpoofing } from './collusive-spoofing.js';
import { concentration } from './concentration.js';
import { erroneousOrders } from './erroneous-orders.js';
import { excessiveCancels } from './excessive-cancels.js';
import { frontRunning } from './front-running.js';
import { insiderTrading } from './insider-trading.js';
import { layering } from './layering.js';
import { linkageCompleteness } from './linkage-completeness.js';
import { markingTheClose } from './marking-the-close.js';
import { markingTheOpen } from './marking-the-open.js';
import { midpointCrossManipulation } from './midpoint-cross-manipulation.js';
import { momentumIgnition } from './momentum-ignition.js';
import { paintingTheTape } from './painting-the-tape.js';
import { prearrangedTrades } from './prearranged-trades.js';
import { pumpAndDump } from './pump-and-dump.js';
import { quoteStuffing } from './quote-stuffing.js';
import { ramping } from './ramping.js';
import { restrictedList } from './restricted-list.js';
import type { Scenario } from './scenario.js';
import { shortSaleMarking } from './short-sale-marking.js';
import { shortSalePriceTest } from './short-sale-price-test.js';
import { spoofing } from './spoofing.js';
import { tradeThrough } from './trade-through.js';
import { tradingAhead } from './trading-ahead.js';
import { washTrade } from './wash-trade.js';

/** Every scenario, in order of pattern id. */
export const scenarios: readonly Scenario[] = [
  bestExecution,
  clockDrift,
  collusionRing,
  collusiveSpoofing,
  concentration,
  erroneousOrders,
  excessiveCancels,
  frontRunning,
  insiderTrading,
  layering,
  linkageCompleteness,
  markingTheClose,
  markingTheOpen,
  midpointCrossManipulation,
  momentumIgnition,
  paintingTheTape,
  prearrangedTrades,
  pumpAndDump,
  quoteStuffing,
  ramping,
  restrictedList,
  shortSaleMarking,
  shortSalePriceTest,
  spoofing,
  tradeThrough,
  tradingAhead,
  washTrade,
];
