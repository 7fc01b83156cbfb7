/** How the catalog may differ from the lake; the data of which each message is made. */
export type DriftData = {
  'catalog-database-missing': { database: string };
  'catalog-table-missing': { table: string };
  'catalog-table-differs': { table: string; property: string; expected: string; actual: string };
  'catalog-column-missing': { table: string; column: string; expected: string };
  'catalog-column-differs': { table: string; column: string; expected: string; actual: string };
  'catalog-column-extra': { table: string; column: string; actual: string };
  'catalog-partition-missing': { table: string; partition: string; expected: string };
  'catalog-partition-differs': {
    table: string;
    partition: string;
    property: string;
    expected: string;
    actual: string;
  };
  'catalog-partition-extra': { table: string; partition: string; actual: string };
  'catalog-partition-foreign': { table: string; partition: string; actual: string; lake: string };
  'catalog-table-foreign': { table: string };
  'catalog-lake-differs': { table: string; expected: string; actual: string };
  'catalog-keys-differ': { table: string; expected: string; actual: string };
  'catalog-layout-newer': { table: string; expected: string; actual: string };
  'catalog-file-unplaced': { key: string };
};

export type DriftCode = keyof DriftData;

/** One difference between the catalog and what the manifests say. */
export type Drift = { [Code in DriftCode]: { code: Code; data: DriftData[Code] } }[DriftCode];

/** One sentence per code: what is, what was expected, and the next step. The source of docs/errors.md. */
export const driftText: { readonly [Code in DriftCode]: (data: DriftData[Code]) => string } = {
  'catalog-database-missing': (d) =>
    `database ${d.database} is missing from the catalog; tapewarden catalog sync makes it`,
  'catalog-table-missing': (d) => `table ${d.table} is missing; tapewarden catalog sync makes it`,
  'catalog-table-differs': (d) =>
    `table ${d.table}: ${d.property} is "${d.actual}", expected "${d.expected}"; tapewarden catalog sync mends it`,
  'catalog-column-missing': (d) =>
    `table ${d.table}: column ${d.column} is missing, expected as ${d.expected}; tapewarden catalog sync mends it`,
  'catalog-column-differs': (d) =>
    `table ${d.table}: column ${d.column} is ${d.actual}, expected ${d.expected}; tapewarden catalog sync mends it`,
  'catalog-column-extra': (d) =>
    `table ${d.table}: column ${d.column} (${d.actual}) is in no schema; tapewarden catalog sync takes it out`,
  'catalog-partition-missing': (d) =>
    `table ${d.table}: partition ${d.partition} is missing, so engines do not see ${d.expected}; tapewarden catalog sync makes it`,
  'catalog-partition-differs': (d) =>
    `table ${d.table}: ${d.property} of partition ${d.partition} is "${d.actual}", expected "${d.expected}"; tapewarden catalog sync mends it`,
  'catalog-partition-extra': (d) =>
    `table ${d.table}: partition ${d.partition} shows ${d.actual}, which no manifest in force names; tapewarden catalog sync takes it out`,
  'catalog-partition-foreign': (d) =>
    `table ${d.table}: partition ${d.partition} shows ${d.actual}, which is outside the lake ${d.lake}; find out who made it, tapewarden catalog sync takes it out`,
  'catalog-table-foreign': (d) =>
    `table ${d.table} was not made by tapewarden, which leaves it alone; name another database in tapewarden.yaml, or drop the table and sync`,
  'catalog-lake-differs': (d) =>
    `table ${d.table} belongs to the lake at ${d.actual}, expected ${d.expected}; name another database in tapewarden.yaml, or drop the table and sync`,
  'catalog-keys-differ': (d) =>
    `table ${d.table} is partitioned by ${d.actual}, expected ${d.expected}, which no update can change; drop the table and sync`,
  'catalog-layout-newer': (d) =>
    `table ${d.table} has layout ${d.actual}, this version knows layouts up to ${d.expected}; use a newer tapewarden`,
  'catalog-file-unplaced': (d) =>
    `${d.key} shares its folder with other files, so no engine can read it through the catalog; canonicalize its delivery again with this version`,
};

/** What a sync leaves as it is: somebody must decide. */
const UNMENDABLE: readonly DriftCode[] = [
  'catalog-table-foreign',
  'catalog-lake-differs',
  'catalog-keys-differ',
  'catalog-layout-newer',
  'catalog-file-unplaced',
];

/** Whether a sync makes the difference go away. */
export function isMendable(found: Drift): boolean {
  return !UNMENDABLE.includes(found.code);
}

/** A difference of one code; keeps code and data of one type together. */
export function drift<Code extends DriftCode>(code: Code, data: DriftData[Code]): Drift {
  // A code and its own data make a member of the union; TypeScript does not follow a generic into a union.
  return { code, data } as Drift;
}

/** `what is, what was expected, what to do [code]`. */
export function formatDrift(found: Drift): string {
  const text = driftText[found.code] as (data: Drift['data']) => string;
  return `${text(found.data)} [${found.code}]`;
}
