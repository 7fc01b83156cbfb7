import { type Diagnostic, formatPlace, type Place, quoted, someOf } from '../domain/diagnostic.js';
import { formatSpecProblem, type SpecProblem, specProblemText } from '../domain/spec-problem.js';

/** What is known of each fault of a pattern folder or of settings given for it. */
export type PatternProblemData = {
  'pattern-id-differs': { id: string; folder: string };
  'pattern-dataset-unknown': { dataset: string; known: readonly string[] };
  'pattern-column-unknown': { dataset: string; column: string; known: readonly string[] };
  'pattern-measure-unknown': { measure: string; known: readonly string[] };
  'pattern-measure-setting-unknown': { measure: string; setting: string; known: readonly string[] };
  'pattern-score-levels': { medium: number; high: number };
  'pattern-score-sum': { start: number; points: readonly number[]; sum: number };
  'pattern-score-measure-unknown': { measure: string; known: readonly string[] };
  'pattern-score-from-missing': { measure: string };
  'pattern-score-full-not-beyond': {
    measure: string;
    from: string;
    full: string;
    direction: 'at_least' | 'at_most';
  };
  'pattern-parameter-unknown': { parameter: string; known: readonly string[] };
  'pattern-setting-unused': { setting: string };
  'query-column-unknown': { column: string; known: readonly string[] };
  'case-file-unknown': Record<string, never>;
  'case-expectation-missing': Record<string, never>;
  'case-dataset-unknown': { dataset: string; known: readonly string[] };
  'case-row-not-valid': { reason: string };
  'canary-missed': {
    subject: Readonly<Record<string, string>>;
    settings: Readonly<Record<string, string>>;
  };
  'canary-mixed': { alerts: number };
  'setting-unknown': { setting: string; known: readonly string[]; nearest: string | null };
  'setting-not-valid': { setting: string; value: string; expected: string };
  'setting-out-of-bounds': { setting: string; value: string; bound: string; limit: 'min' | 'max' };
};

export type PatternProblemCode = keyof PatternProblemData;

/** Wrong input in a pattern's files or settings, as a value. */
export type PatternProblem = OwnProblem | SpecProblem;

type OwnProblem = {
  [Code in PatternProblemCode]: Diagnostic<Code, PatternProblemData[Code]>;
}[PatternProblemCode];

/** One sentence per code: what is, with the value, and what was expected. The source of docs/errors.md. */
export const patternProblemText: {
  readonly [Code in PatternProblemCode]: (data: PatternProblemData[Code]) => string;
} = {
  'pattern-id-differs': (d) => `id is ${quoted(d.id)}, expected the name of its folder, ${quoted(d.folder)}`,
  'pattern-dataset-unknown': (d) => `reads ${quoted(d.dataset)}, expected one of ${d.known.join(', ')}`,
  'pattern-column-unknown': (d) =>
    `reads column ${quoted(d.column)} of ${d.dataset}, which has ${d.known.join(', ')}`,
  'pattern-measure-unknown': (d) =>
    `a ratio is made of measure ${quoted(d.measure)}, expected one of ${someOf(d.known)}`,
  'pattern-measure-setting-unknown': (d) =>
    `measure ${quoted(d.measure)} is compared with setting ${quoted(d.setting)}, expected one of ${someOf(d.known)}`,
  'pattern-score-levels': (d) =>
    `severity is high from ${d.high} and medium from ${d.medium}, expected high above medium`,
  'pattern-score-sum': (d) =>
    `start ${d.start} and points ${d.points.join(' + ')} come to ${d.sum}, expected 100, so that scores of all patterns compare`,
  'pattern-score-measure-unknown': (d) =>
    `points are given for measure ${quoted(d.measure)}, expected one of ${someOf(d.known)}`,
  'pattern-score-from-missing': (d) =>
    `measure ${quoted(d.measure)} is compared with no setting, so that nothing says where its points start; write \`from\``,
  'pattern-score-full-not-beyond': (d) =>
    `all points of ${quoted(d.measure)} count from ${quoted(d.full)}, expected a value ${d.direction === 'at_least' ? 'above' : 'below'} ${d.from}, where they start, or \`N times\` with N above 1 and a start above 0`,
  'pattern-parameter-unknown': (d) =>
    `parameter ${quoted(`:${d.parameter}`)} is no setting; known are ${d.known.map((name) => `:${name}`).join(', ')}`,
  'pattern-setting-unused': (d) =>
    `setting ${quoted(d.setting)} is used by no SQL of its folder; use it or take it out`,
  'query-column-unknown': (d) => `names column ${quoted(d.column)}, expected one of ${d.known.join(', ')}`,
  'case-file-unknown': () =>
    'no file of a case, expected <dataset>.jsonl, settings.yaml and expected.yaml; take it out',
  'case-expectation-missing': () =>
    'has no expected.yaml; write the alerts or rows that must be found, or [] where there must be none',
  'case-dataset-unknown': (d) =>
    `holds rows of ${quoted(d.dataset)}, expected one of ${d.known.join(', ')} as the name of the file`,
  'case-row-not-valid': (d) => `is no row of a case: ${d.reason}`,
  'canary-missed': (d) =>
    `the abuse that was injected about ${pairs(d.subject)} was not found with ${pairs(d.settings) || 'no settings'}: the pattern is blind, so that finding nothing means nothing; loosen these settings, or mend its SQL or its canary`,
  'canary-mixed': (d) =>
    `${d.alerts} alerts rest on injected and on real events; the canary must share no symbol, account or firm with the market, mend it`,
  'setting-unknown': (d) =>
    `there is no setting ${quoted(d.setting)}${d.nearest === null ? '' : `, did you mean ${quoted(d.nearest)}`}; known are ${d.known.join(', ')}`,
  'setting-not-valid': (d) => `setting ${quoted(d.setting)} is ${quoted(d.value)}, expected ${d.expected}`,
  'setting-out-of-bounds': (d) =>
    `setting ${quoted(d.setting)} is ${quoted(d.value)}, expected ${d.limit === 'min' ? 'at least' : 'at most'} ${d.bound}`,
};

/** A problem of one code; keeps code and data of one type together. */
export function patternProblem<Code extends PatternProblemCode>(
  code: Code,
  at: Place,
  data: PatternProblemData[Code],
): PatternProblem {
  return { code, severity: 'error', at, data } as PatternProblem;
}

/** The problem as one line: `file:line:column: what is, what was expected [code]`. */
export function formatPatternProblem(problem: PatternProblem): string {
  if (problem.code in specProblemText) return formatSpecProblem(problem as SpecProblem);
  const own = problem as OwnProblem;
  const text = patternProblemText[own.code] as (data: OwnProblem['data']) => string;
  return `${formatPlace(own.at)}: ${text(own.data)} [${own.code}]`;
}

function pairs(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}
