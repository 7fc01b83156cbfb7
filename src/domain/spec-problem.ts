import { type Diagnostic, formatPlace, type Place } from './diagnostic.js';

/** What is wrong with a specification file, whatever it specifies. */
export type SpecProblemData = {
  'spec-file-missing': { expected: string };
  'spec-yaml-syntax': { reason: string };
  'spec-schema-violated': { pointer: string; actual: string; expected: string };
};

export type SpecProblem = {
  [Code in keyof SpecProblemData]: Diagnostic<Code, SpecProblemData[Code]>;
}[keyof SpecProblemData];

/** One sentence per code: what is, and what was expected. */
export const specProblemText: {
  readonly [Code in keyof SpecProblemData]: (data: SpecProblemData[Code]) => string;
} = {
  'spec-file-missing': (d) => `the file does not exist, expected ${d.expected}`,
  'spec-yaml-syntax': (d) => `not readable as YAML: ${d.reason}`,
  'spec-schema-violated': (d) => `${d.pointer} is ${d.actual}, expected ${d.expected}`,
};

/** A problem of one code; keeps code and data of one type together. */
export function specProblem<Code extends keyof SpecProblemData>(
  code: Code,
  at: Place,
  data: SpecProblemData[Code],
): SpecProblem {
  // A code and its own data make a member of the union; TypeScript does not follow a generic into a union.
  return { code, severity: 'error', at, data } as SpecProblem;
}

/** `file:line:column: what is, what was expected [code]`. */
export function formatSpecProblem(problem: SpecProblem): string {
  const text = specProblemText[problem.code] as (data: SpecProblem['data']) => string;
  return `${formatPlace(problem.at)}: ${text(problem.data)} [${problem.code}]`;
}
