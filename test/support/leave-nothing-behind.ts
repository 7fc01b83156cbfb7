import { afterAll, expect, vi } from 'vitest';

/** The language's own constructors; what Node loads only when it is asked for is none of them. */
const constructors = Object.entries(Object.getOwnPropertyDescriptors(globalThis)).flatMap(
  ([name, { value }]) =>
    typeof value === 'function' ? [{ name, value: value as { readonly prototype?: object } }] : [],
);

/** What they have, as `Promise.all` and `Set.prototype.has`. */
function builtIns(): string[] {
  return constructors.flatMap(({ name, value }) => [
    ...Object.getOwnPropertyNames(value).map((property) => `${name}.${property}`),
    ...Object.getOwnPropertyNames(value.prototype ?? {}).map((property) => `${name}.prototype.${property}`),
  ]);
}

const known = new Set(builtIns());
const folder = process.cwd();

/**
 * Files share their worker: what one has set in the environment or spied upon is taken back before the next begins. One that fills in
 * what this Node lacks would change what the next ones prove; it has to stand apart (vitest.config.ts).
 */
afterAll(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  const filled_in = builtIns().filter((name) => !known.has(name));
  expect({ filled_in, folder: process.cwd() }).toEqual({ filled_in: [], folder });
});
