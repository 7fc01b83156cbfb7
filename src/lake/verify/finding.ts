/** What each kind of finding knows about itself. */
export type FindingData = {
  'chain-gap': { expected: string };
  'chain-broken': { actual: string; expected: string };
  'entry-unreadable': { reason: string };
  'entry-misplaced': { field: string; actual: string; expected: string };
  'checkpoint-differs': { entry: string };
  'totals-unbalanced': { read: number; accepted: number; rejected: number; duplicates: number };
  'rows-unaccounted': { rows: number; expected: number };
  'quarantine-unaccounted': { records: number; rejected: number };
  'superseded-unknown': { object: string };
  'rewritten-unknown': { object: string; rewrites: string };
  'restated-unbalanced': { before: number; carried: number; replaced: number; deleted: number };
  'removed-object-named': { object: string; removal: string };
  'commit-unknown': { commit_id: string };
  'hold-unknown': { hold_id: string };
  'objects-contradict': { actual: string; expected: string; other: string };
  'object-absent': { named_by: string };
  'object-size-differs': { actual: number; expected: number; named_by: string };
  'object-hash-differs': { actual: string; expected: string; named_by: string };
  'object-unreadable': { reason: string };
  'rows-differ': { reader: string; actual: number; expected: number; named_by: string };
  'readers-disagree': { what: string; duckdb: string; hyparquet: string };
  'footer-differs': { field: string; actual: string; expected: string; named_by: string };
  'run-gap': { expected: string };
  'run-unreadable': { reason: string };
  'run-input-unknown': { object: string };
  'run-results-differ': { actual: number; expected: number; what: string };
  'audit-damaged': { reason: string };
};

export type FindingCode = keyof FindingData;

/** Something in the lake that is not as the record says: the object it is about, and what and why in typed data. */
export type Finding = {
  [Code in FindingCode]: { code: Code; key: string; data: FindingData[Code] };
}[FindingCode];

const RESTORE = 'restore it from a copy';
const ALTERED = 'it was altered or written by other software; restore it from a copy';

/** One sentence per code: what is, what was expected, and the next step. */
export const findingText: { readonly [Code in FindingCode]: (data: FindingData[Code]) => string } = {
  'chain-gap': (d) => `the entry before it is missing, expected ${d.expected}; restore it from a copy`,
  'chain-broken': (d) =>
    `carries ${d.actual} as the hash of the entry before it, which hashes to ${d.expected}; one of the two was altered, restore it from a copy`,
  'entry-unreadable': (d) => `is no entry of a chain (${d.reason}); ${RESTORE}`,
  'entry-misplaced': (d) => `${d.field} is ${d.actual}, expected ${d.expected}; ${ALTERED}`,
  'checkpoint-differs': (d) =>
    `holds other bytes of ${d.entry} than the chain; remove it, readers then follow the chain itself`,
  'totals-unbalanced': (d) =>
    `${d.read} records read, expected ${d.accepted} accepted + ${d.rejected} rejected + ${d.duplicates} duplicates; ${ALTERED}`,
  'rows-unaccounted': (d) =>
    `its files hold ${d.rows} rows of its own, expected ${d.expected}, one for each accepted record that no correction took away; ${ALTERED}`,
  'quarantine-unaccounted': (d) =>
    `its quarantine holds ${d.records} records, expected those of the ${d.rejected} rejected; ${ALTERED}`,
  'superseded-unknown': (d) =>
    `supersedes ${d.object}, which no entry before it names with this hash; ${ALTERED}`,
  'rewritten-unknown': (d) =>
    `${d.object} carries on rows of ${d.rewrites}, expected a file that the entry supersedes and that holds as many; ${ALTERED}`,
  'restated-unbalanced': (d) =>
    `supersedes ${d.before} rows, expected ${d.carried} carried on + ${d.replaced} replaced + ${d.deleted} deleted; ${ALTERED}`,
  'removed-object-named': (d) =>
    `names ${d.object}, which ${d.removal} removed before; canonicalize the delivery again`,
  'commit-unknown': (d) => `refers to commit ${d.commit_id}, which no entry before it made; ${ALTERED}`,
  'hold-unknown': (d) => `releases hold ${d.hold_id}, which no entry before it placed; ${ALTERED}`,
  'objects-contradict': (d) =>
    `is named with hash ${d.actual}, but ${d.other} names it with ${d.expected}; compare both with a copy`,
  'object-absent': (d) =>
    `is not in the store, but ${d.named_by} names it and no entry records its removal; ${RESTORE}`,
  'object-size-differs': (d) =>
    `holds ${d.actual} bytes, expected ${d.expected} as ${d.named_by} says; ${RESTORE}`,
  'object-hash-differs': (d) =>
    `sha256 is ${d.actual}, expected ${d.expected} as ${d.named_by} says; ${RESTORE}`,
  'object-unreadable': (d) => `cannot be read (${d.reason}); ${RESTORE}`,
  'rows-differ': (d) =>
    `holds ${d.actual} rows as ${d.reader} reads it, expected ${d.expected} as ${d.named_by} says; report it with the file`,
  'readers-disagree': (d) =>
    `${d.what} is ${d.duckdb} as DuckDB reads it and ${d.hyparquet} as hyparquet does, expected the same; report it with the file`,
  'footer-differs': (d) =>
    `its footer says ${d.field} ${d.actual}, expected ${d.expected} as ${d.named_by} says; report it with the file`,
  'run-gap': (d) => `the run before it is missing, expected ${d.expected}; restore it from a copy`,
  'run-unreadable': (d) => `is no record of a run (${d.reason}); ${RESTORE}`,
  'run-input-unknown': (d) => `read ${d.object}, which no manifest names with this hash; ${ALTERED}`,
  'run-results-differ': (d) =>
    `holds ${d.actual} ${d.what}, expected ${d.expected} as the run says; ${RESTORE}`,
  'audit-damaged': (d) =>
    `${d.reason}; the records of its kind were altered or one was taken away, ${RESTORE}`,
};

/** A finding of one code; keeps code and data of one type together. */
export function finding<Code extends FindingCode>(code: Code, key: string, data: FindingData[Code]): Finding {
  // A code and its own data make a member of the union; TypeScript does not follow a generic into a union.
  return { code, key, data } as Finding;
}

/** `key: what is, what was expected; next step [code]`. */
export function formatFinding({ code, key, data }: Finding): string {
  const text = findingText[code] as (data: Finding['data']) => string;
  return `${key}: ${text(data)} [${code}]`;
}
