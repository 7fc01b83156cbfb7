import { identifier } from '../../engine/sql-literal.js';
import type { CanonicalColumn } from '../../lake/canonical-dataset.js';
import type { ColumnRule, Lookup } from './column-rule.js';
import { sourceSql } from './source-sql.js';
import { symbolSql } from './symbology.js';

/** Reference data that a feed needs: a canonical dataset as published for the delivery's trade date. */
export type NeededDataset = {
  dataset: string;
  /** Name, as SQL, of the relation that must hold its rows before any record is read. */
  relation: string;
};

/** The columns that the lookup of a canonical column adds to the records: what it found, and in how many rows (0 for no value). */
export function lookupColumns(column: string): { value: string; rows: string } {
  return { value: identifier(`@lookup ${column}`), rows: identifier(`@lookup rows ${column}`) };
}

/** All lookups of a feed: a layer over its records with two columns for each, and the datasets they need. */
export type CompiledLookups = {
  layer: (records: string) => string;
  /** Columns that the layer adds. */
  fields: readonly string[];
  datasets: readonly NeededDataset[];
};

type Mapped = { column: CanonicalColumn; rule: ColumnRule };

/**
 * Compiles lookups as left joins on the reference data grouped by its key, so that no record is lost or multiplied.
 *
 * Keys are compared as text, byte for byte. A null key in the reference data matches nothing.
 */
export function compileLookups(mapped: readonly Mapped[]): CompiledLookups {
  const joins = mapped.flatMap(({ column, rule }, index) =>
    rule.lookup === null ? [] : [joinSql({ column, rule }, rule.lookup, index)],
  );
  const datasets = [...new Set(mapped.flatMap(({ rule }) => rule.lookup?.dataset ?? []))];
  return {
    layer: (records) =>
      joins.length === 0
        ? records
        : `SELECT "@read".*${joins.map(({ selected }) => selected).join('')} FROM (${records}) AS "@read" ${joins.map(({ join }) => join).join(' ')}`,
    fields: mapped
      .filter(({ rule }) => rule.lookup !== null)
      .flatMap(({ column }) => [`@lookup ${column.name}`, `@lookup rows ${column.name}`]),
    datasets: datasets.map((dataset) => ({ dataset, relation: relationOf(dataset) })),
  };
}

function joinSql(
  { column, rule }: Mapped,
  lookup: Lookup,
  index: number,
): { selected: string; join: string } {
  const alias = identifier(`@reference ${index}`);
  const { value, rows } = lookupColumns(column.name);
  const source = sourceSql(rule);
  const key = rule.symbology === null ? source : symbolSql(source, rule.symbology);
  const by = identifier(lookup.by);
  const grouped = `SELECT CAST(${by} AS VARCHAR) AS "@key", any_value(${identifier(lookup.take)}) AS "@value", count(*) AS "@rows" FROM ${relationOf(lookup.dataset)} WHERE ${by} IS NOT NULL GROUP BY 1`;
  return {
    selected: `, ${alias}."@value" AS ${value}, coalesce(${alias}."@rows", 0) AS ${rows}`,
    join: `LEFT JOIN (${grouped}) AS ${alias} ON ${alias}."@key" = ${key}`,
  };
}

function relationOf(dataset: string): string {
  return identifier(`@reference ${dataset}`);
}
