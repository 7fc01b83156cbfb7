import { type Diagnostic, formatPlace, type Place, quoted } from '../../domain/diagnostic.js';
import type { TextFault } from '../../lake/raw-text/text-fault.js';
import { textFaultSentence } from '../diagnostics.js';

/** Why no feed can be drafted from a sample. */
export type SampleProblemData = {
  'sample-empty': { bytes: number };
  'sample-not-opened': { fault: TextFault };
  'sample-damaged': { compression: string; reason: string };
  'sample-not-text': { starts_with: string };
  'sample-format-unknown': { starts_with: string };
};

export type SampleProblem = {
  [Code in keyof SampleProblemData]: Diagnostic<Code, SampleProblemData[Code]>;
}[keyof SampleProblemData];

/** One sentence per code: what is, what was expected, what to do next. The source of docs/errors.md. */
export const sampleProblemText: {
  readonly [Code in keyof SampleProblemData]: (data: SampleProblemData[Code]) => string;
} = {
  'sample-empty': (d) => `the sample holds ${d.bytes} bytes and no record; take a file with a few records`,
  'sample-not-opened': (d) => `the sample cannot be opened: ${textFaultSentence(d.fault)}`,
  'sample-damaged': (d) => `the ${d.compression} stream is damaged (${d.reason}); ask for the sample again`,
  'sample-not-text': (d) =>
    `the sample begins with ${quoted(d.starts_with)} and holds NUL bytes, expected text or Parquet`,
  'sample-format-unknown': (d) =>
    `the sample begins with ${quoted(d.starts_with)}, expected delimited, fixed-width, JSON, FIX, XML or Parquet records; write feed.yaml by hand after docs/feeds.md`,
};

/** A problem of one code; keeps code and data of one type together. */
export function sampleProblem<Code extends keyof SampleProblemData>(
  code: Code,
  at: Place,
  data: SampleProblemData[Code],
): SampleProblem {
  // A code and its own data make a member of the union; TypeScript does not follow a generic into a union.
  return { code, severity: 'error', at, data } as SampleProblem;
}

/** `file: what is, what was expected [code]`. */
export function formatSampleProblem(problem: SampleProblem): string {
  const text = sampleProblemText[problem.code] as (data: SampleProblem['data']) => string;
  return `${formatPlace(problem.at)}: ${text(problem.data)} [${problem.code}]`;
}
