import type { PlacedYaml } from '../domain/placed-yaml.js';

/** Places of what is said of records of another type, which stands at an index of `also`; the rest is where it is. */
export function placesOfRoute(yaml: PlacedYaml, index: number): PlacedYaml {
  const own = new Set(['when', 'record', 'key', 'to', 'map']);
  const inRoute = (keys: readonly string[]): readonly string[] =>
    own.has(keys[0] ?? '') ? ['also', String(index), ...keys] : keys;
  return {
    value: yaml.value,
    textOf: (keys) => yaml.textOf(inRoute(keys)),
    placeOf: (keys) => yaml.placeOf(inRoute(keys)),
    placeOfKey: (keys) => yaml.placeOfKey(inRoute(keys)),
  };
}
