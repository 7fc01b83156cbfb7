import { invariant } from '../../domain/invariant.js';
import type { CanonicalDataset } from '../../lake/canonical-dataset.js';
import { type Guess, likely, sure, unsure } from './guess.js';
import { type GuessedMap, guessMap } from './guess-map.js';
import type { MapClues } from './map-clues.js';

/** The dataset that a feed fills, with its map. */
export type ChosenDataset = { dataset: CanonicalDataset; map: GuessedMap; guess: Guess };

/** The dataset given, or the one of whose columns the fields fill most. */
export function chooseDataset(
  datasets: readonly CanonicalDataset[],
  clues: MapClues,
  given: CanonicalDataset | null,
): ChosenDataset {
  if (given !== null) return { dataset: given, map: guessMap(given, clues), guess: sure('as asked for') };
  const ranked = datasets
    .map((dataset) => ({ dataset, map: guessMap(dataset, clues) }))
    .map((one) => ({ ...one, score: scoreOf(one.map) }))
    .sort((left, right) => right.score - left.score);
  const [best, next] = ranked as [(typeof ranked)[0], (typeof ranked)[0]];
  const { mapped, open } = best.map;
  if (mapped.length < 3) return undecided(ranked);
  const because = `${mapped.length} of its ${mapped.length + open.length} columns are told by names or values; next would be ${next.dataset.name}`;
  const clear = best.score >= next.score + 4 && best.score > 4;
  return { dataset: best.dataset, map: best.map, guess: (clear ? likely : unsure)(because) };
}

/** Most feeds bring orders; that is no guess from the sample, and the comment says so. */
function undecided(ranked: readonly Omit<ChosenDataset, 'guess'>[]): ChosenDataset {
  const usual = ranked.find(({ dataset }) => dataset.name === 'order_events') ?? ranked[0];
  invariant(usual !== undefined, 'there are canonical datasets');
  const names = ranked.map(({ dataset }) => dataset.name).sort();
  return {
    ...usual,
    guess: unsure(`too little tells; infer again with --to and one of ${names.join(', ')}`),
  };
}

/** Codes such as sides tell more than a price, which many datasets have. */
function scoreOf({ mapped, open }: GuessedMap): number {
  const missing = open.filter(({ required, name }) => required && name !== 'imid').length;
  const coded = mapped.filter(({ entry }) => typeof entry !== 'string' && 'values' in entry).length;
  return mapped.length * 2 + coded * 2 - missing * 3;
}
