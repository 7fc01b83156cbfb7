import type { CatalogColumn, CatalogTable } from './catalog.js';
import { type Drift, drift } from './drift.js';
import { LAYOUT, LAYOUT_PARAMETER } from './table-definition.js';

/** How a table of the catalog differs from the one it should be; what is not ours to change comes alone. */
export function compareTable(expected: CatalogTable, actual: CatalogTable): Drift[] {
  const obstacle = obstacleOf(expected, actual);
  if (obstacle !== null) return [obstacle];
  return [...compareColumns(expected, actual), ...compareProperties(expected, actual)];
}

/** Why a table must not be touched; null where it may. */
function obstacleOf(expected: CatalogTable, actual: CatalogTable): Drift | null {
  const table = expected.name;
  const layout = actual.parameters[LAYOUT_PARAMETER];
  if (layout === undefined) return drift('catalog-table-foreign', { table });
  if (actual.location !== expected.location) {
    return drift('catalog-lake-differs', { table, expected: expected.location, actual: actual.location });
  }
  if (!/^[0-9]{1,9}$/.test(layout) || Number(layout) > LAYOUT) {
    return drift('catalog-layout-newer', { table, expected: String(LAYOUT), actual: layout });
  }
  const [wanted, found] = [typed(expected.partition_keys), typed(actual.partition_keys)];
  return wanted === found ? null : drift('catalog-keys-differ', { table, expected: wanted, actual: found });
}

function typed(columns: readonly CatalogColumn[]): string {
  return columns.map(({ name, type }) => `${name} ${type}`).join(', ');
}

function compareColumns(expected: CatalogTable, actual: CatalogTable): Drift[] {
  const table = expected.name;
  const standing = new Map(actual.columns.map((column) => [column.name, column]));
  const wanted = new Set(expected.columns.map(({ name }) => name));
  const found: Drift[] = expected.columns.flatMap((column) => {
    const stands = standing.get(column.name);
    const as = described(column);
    if (stands === undefined) {
      return [drift('catalog-column-missing', { table, column: column.name, expected: as })];
    }
    if (described(stands) === as) return [];
    const values = { expected: as, actual: described(stands) };
    return [drift('catalog-column-differs', { table, column: column.name, ...values })];
  });
  const extra = actual.columns.filter(({ name }) => !wanted.has(name));
  found.push(
    ...extra.map((column) =>
      drift('catalog-column-extra', { table, column: column.name, actual: column.type }),
    ),
  );
  return found;
}

function described({ type, comment }: CatalogColumn): string {
  return comment === '' ? type : `${type} "${comment}"`;
}

function compareProperties(expected: CatalogTable, actual: CatalogTable): Drift[] {
  const [wanted, found] = [propertiesOf(expected), propertiesOf(actual)];
  if (sameNames(expected, actual)) {
    wanted.set('order of columns', namesOf(expected));
    found.set('order of columns', namesOf(actual));
  }
  return [...wanted].flatMap(([property, value]) => {
    const stands = found.get(property) ?? '';
    if (stands === value) return [];
    return [
      drift('catalog-table-differs', { table: expected.name, property, expected: value, actual: stands }),
    ];
  });
}

/** What a table must be besides its columns; parameters that others add are theirs. */
function propertiesOf(table: CatalogTable): Map<string, string> {
  const parameters = Object.entries(table.parameters).map(
    ([name, value]) => [`parameter ${name}`, value] as const,
  );
  return new Map([
    ['description', table.description],
    ['table type', table.table_type],
    ...Object.entries(table.format),
    ...parameters,
  ]);
}

function namesOf(table: CatalogTable): string {
  return table.columns.map(({ name }) => name).join(', ');
}

function sameNames(one: CatalogTable, other: CatalogTable): boolean {
  const sorted = (table: CatalogTable): string =>
    JSON.stringify(table.columns.map(({ name }) => name).sort());
  return sorted(one) === sorted(other);
}
