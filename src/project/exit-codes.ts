/** What the command's exit code says; the one table, also in docs/cli.md. */
export const EXIT = {
  clear: 0,
  findings: 1,
  usage: 2,
  invalid_spec: 3,
  outside_failed: 4,
  bug: 70,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The meaning of each exit code in one line. */
export const exitCodeText: Readonly<Record<ExitCode, string>> = {
  0: 'done, nothing found',
  1: 'done with findings: alerts, rejected records, refused deliveries, inconclusive or failed patterns, inconclusive queries, drift of the catalog, faults of the lake, findings of an audit',
  2: 'wrong usage',
  3: 'a feed, pattern, query or configuration is invalid',
  4: 'an outside system failed: disk, database, store, catalog',
  70: 'a bug',
};
