import type { Options } from 'ajv/dist/2020.js';

/**
 * How the schemas of this package are compiled: as they are and without a pass that makes the validator's code shorter, which halves what it takes.
 *
 * That each is a schema is tested when the package is built, not at every start.
 */
export const OWN_SCHEMAS = {
  strict: true,
  allowUnionTypes: true,
  validateSchema: false,
  code: { optimize: false },
} as const satisfies Options;
