/** What of a work group of Athena is judged; null where nothing is set. */
export type WorkGroup = {
  /** Whether what a client sends is ignored in favour of the settings of the group. */
  readonly enforced: boolean;
  readonly results: { readonly where: string; readonly key: string | null } | null;
  /** Bytes that one query may read. */
  readonly bytes_a_query: number | null;
};

/** The settings of a work group by name: all come with one answer. */
export type WorkGroupSettings = { group: WorkGroup };
