import type { Intensity, LabelledCase } from '../../../src/simulate/labelled-case.js';
import type { Scenario } from '../../../src/simulate/scenarios/scenario.js';
import { type SimulatedMarket, simulateMarket } from '../../../src/simulate/simulate-market.js';

export type Played = {
  readonly market: SimulatedMarket;
  readonly abuse: LabelledCase[];
  readonly twins: LabelledCase[];
};

/** A day on which one scenario plays `count` times at an intensity, with as many twins, and what of it came about. */
export function playScenario(
  scenario: Scenario,
  wish: { intensity: Intensity; count?: number; seed?: number; events?: number },
): Played {
  const { intensity, count = 1, seed = 1, events = 8_000 } = wish;
  const abuse = { counts: new Map([[scenario.pattern, count]]), intensity };
  const market = simulateMarket({ events, seed, abuse, scenarios: [scenario] });
  return {
    market,
    abuse: market.cases.filter((labelled) => labelled.abusive),
    twins: market.cases.filter((labelled) => !labelled.abusive),
  };
}
