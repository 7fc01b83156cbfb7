import { afterAll, expect, vi } from 'vitest';

const globals = (): string[] => Object.getOwnPropertyNames(globalThis);
/** What libraries keep for themselves: CDK, axe-core, and AWS's clients. */
const REGISTRIES = ['__cdkTokenMap', '__core-js_shared__', 'awslambda'];
const known = new Set([...globals(), ...REGISTRIES]);
const folder = process.cwd();

/**
 * Files share their worker: what one has set in the environment or spied upon is taken back before the next begins. One that leaves
 * globals behind, as polyfills do, would change what the next ones prove; it has to stand apart (vitest.config.ts).
 */
afterAll(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  const left = globals().filter((name) => !known.has(name));
  expect({ globals: left, folder: process.cwd() }).toEqual({ globals: [], folder });
});
