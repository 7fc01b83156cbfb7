import { type Intensity, intensities } from './labelled-case.js';
import type { Part, Scenario } from './scenarios/scenario.js';

/** Which abuse is asked for: so many cases of each pattern and as many twins. Without `intensity` all three in turn. */
export type AbuseWish = {
  /** By pattern id; without it every scenario gets what the day can carry. */
  readonly counts?: ReadonlyMap<string, number>;
  readonly intensity?: Intensity;
};

export type ScenarioPart = Part & { readonly scenario: Scenario };

/** Fewest events of a day that has scenarios without being asked for them. */
const fewestForScenarios = 4_000;

/**
 * Which cases a day of `events` order events has.
 *
 * Without counts: of every scenario that does not wait for a request, first a blatant case, then a twin, then a slight case, the other twins, and a plain case.
 * What would take more than an eighth of the day alone, or half of it together with the cases before it, is left out.
 */
export function castParts(
  scenarios: readonly Scenario[],
  day: { events: number; wish?: AbuseWish },
): ScenarioPart[] {
  const { events, wish = {} } = day;
  if (wish.counts !== undefined) return askedFor(scenarios, wish.counts, wish.intensity);
  if (events < fewestForScenarios) return [];
  let left = Math.floor(events / 2);
  const ordinary = scenarios.filter(({ on_request }) => on_request !== true);
  return byRounds(ordinary, wish.intensity).filter((part) => {
    const needed = part.scenario.events(part);
    if (needed > events / 8 || needed > left) return false;
    left -= needed;
    return true;
  });
}

/** Sessions before the day that the patterns of these parts read, where the parts were asked for. */
export function historyNeeded(parts: readonly ScenarioPart[]): number {
  return Math.max(0, ...parts.map(({ scenario }) => scenario.history ?? 0));
}

/** Of these, those that cases of these parts play in themselves. */
export function sessionsPlayed(parts: readonly ScenarioPart[]): number {
  return Math.max(0, ...parts.map(({ scenario }) => scenario.earlier_sessions ?? 0));
}

function askedFor(
  scenarios: readonly Scenario[],
  counts: ReadonlyMap<string, number>,
  intensity: Intensity | undefined,
): ScenarioPart[] {
  return scenarios.flatMap((scenario) => {
    const numbers = Array.from({ length: counts.get(scenario.pattern) ?? 0 }, (_, variant) => variant);
    return [
      ...numbers.map((variant) => abuse(scenario, variant, intensity ?? nthIntensity(variant))),
      ...numbers.map((variant) => twin(scenario, variant)),
    ];
  });
}

function byRounds(scenarios: readonly Scenario[], intensity: Intensity | undefined): ScenarioPart[] {
  const mostTwins = Math.max(0, ...scenarios.map(({ twins }) => twins));
  const twinsOf = (variant: number) =>
    scenarios.filter(({ twins }) => twins > variant).map((scenario) => twin(scenario, variant));
  return [
    ...scenarios.map((scenario) => abuse(scenario, 0, intensity ?? 'blatant')),
    ...twinsOf(0),
    ...scenarios.map((scenario) => abuse(scenario, 1, intensity ?? 'slight')),
    ...Array.from({ length: Math.max(0, mostTwins - 1) }, (_, index) => twinsOf(index + 1)).flat(),
    ...scenarios.map((scenario) => abuse(scenario, 2, intensity ?? 'plain')),
  ];
}

function nthIntensity(variant: number): Intensity {
  return intensities[variant % intensities.length] as Intensity;
}

function abuse(scenario: Scenario, variant: number, intensity: Intensity): ScenarioPart {
  return { scenario, abusive: true, intensity, variant };
}

function twin(scenario: Scenario, variant: number): ScenarioPart {
  return { scenario, abusive: false, intensity: 'plain', variant };
}
