import { type Diagnostic, formatPlace, type Place, quoted, someOf } from '../../domain/diagnostic.js';

/** What is wrong with a repair. Such a repair is not stored; one that was stored before is not replayed. */
export type RepairProblemData = {
  'repair-record-unknown': { record: string; unlisted: number };
  'repair-record-ambiguous': { record: string; commits: readonly string[] };
  'repair-record-repeated': { record: string };
  'repair-record-settled': { record: string; state: string; by: string };
  'repair-record-undecodable': { record: string; code: string };
  'repair-record-too-long': { record: string; actual: number; limit: number };
  'repair-base-missing': { record: string };
  'repair-base-differs': { record: string; part: string; given: string; found: string };
  'repair-action-count': { record: string; actions: readonly string[] };
  'repair-field-unknown': { field: string; known: readonly string[] };
  'repair-value-not-text': { field: string; value: string };
  'repair-replacement-format': { record: string; format: string };
  'repair-replacement-not-one': { record: string; format: string };
  'repair-replacement-faulty': { record: string; code: string; fault: string };
  'repair-feed-unknown': { feed: string };
  'repair-feed-changed': { feed: string; commit_id: string; read_by: number; version: number };
};

export type RepairProblem = {
  [Code in keyof RepairProblemData]: Diagnostic<Code, RepairProblemData[Code]>;
}[keyof RepairProblemData];

/** One sentence per code: what is, what was expected, and what to do next. The source of docs/errors.md. */
export const repairProblemText: {
  readonly [Code in keyof RepairProblemData]: (data: RepairProblemData[Code]) => string;
} = {
  'repair-record-unknown': (d) =>
    `there is no rejected record ${quoted(d.record)}, expected one that "quarantine list" names${d.unlisted > 0 ? `; ${d.unlisted} records of the delivery were counted without being stored and can only be sent again` : ''}`,
  'repair-record-ambiguous': (d) =>
    `record ${quoted(d.record)} may be of the commits ${someOf(d.commits)}, expected more characters of one of them`,
  'repair-record-repeated': (d) => `record ${quoted(d.record)} is repaired twice, expected once`,
  'repair-record-settled': (d) =>
    `record ${quoted(d.record)} is ${d.state} by commit ${d.by}, expected one that is open`,
  'repair-record-undecodable': (d) =>
    `record ${quoted(d.record)} has no fields because of ${d.code}, expected a replacement in place of a patch, and raw_sha256 in place of was`,
  'repair-record-too-long': (d) =>
    `record ${quoted(d.record)} has ${d.actual} bytes once it is repaired, expected at most ${d.limit}`,
  'repair-base-missing': (d) =>
    `record ${quoted(d.record)} has no base, expected raw_sha256 as "quarantine show" gives it, or was with values of its fields`,
  'repair-base-differs': (d) =>
    `${d.part} of record ${quoted(d.record)} is ${quoted(d.given)} in the repair and ${quoted(d.found)} in the delivery, expected the same; look at the record again`,
  'repair-action-count': (d) =>
    `record ${quoted(d.record)} has ${d.actions.length === 0 ? 'none of patch, replace and withdraw' : someOf(d.actions)}, expected exactly one of patch, replace and withdraw`,
  'repair-field-unknown': (d) =>
    `there is no field ${quoted(d.field)}, expected one of ${d.known.join(', ')}`,
  'repair-value-not-text': (d) =>
    `the value ${quoted(d.value)} of field ${quoted(d.field)} holds NUL or half of a surrogate pair, expected text`,
  'repair-replacement-format': (d) =>
    `record ${quoted(d.record)} is ${d.format}, of which no record stands alone as text; expected a patch`,
  'repair-replacement-not-one': (d) =>
    `the replacement of record ${quoted(d.record)} is not one record of the format ${d.format}, expected exactly one`,
  'repair-replacement-faulty': (d) =>
    `the replacement of record ${quoted(d.record)} cannot be decoded (${d.fault}), expected a sound record [${d.code}]`,
  'repair-feed-unknown': (d) =>
    `the feed ${quoted(d.feed)} is not in the folder of feeds, expected its specification; name the folder with --feeds`,
  'repair-feed-changed': (d) =>
    `commit ${d.commit_id} was read by version ${d.read_by} of feed ${quoted(d.feed)}, which has changed and is at version ${d.version} now; read the delivery again first: tapewarden quarantine replay --delivery ${d.commit_id}`,
};

/** A problem of one code; keeps code and data of one type together. */
export function repairProblem<Code extends keyof RepairProblemData>(
  code: Code,
  at: Place,
  data: RepairProblemData[Code],
): RepairProblem {
  // A code and its own data make a member of the union; TypeScript does not follow a generic into a union.
  return { code, severity: 'error', at, data } as RepairProblem;
}

/** `file:line:column: what is, what was expected [code]`. */
export function formatRepairProblem(problem: RepairProblem): string {
  const text = repairProblemText[problem.code] as (data: RepairProblem['data']) => string;
  return `${formatPlace(problem.at)}: ${text(problem.data)} [${problem.code}]`;
}
