import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** What the infrastructure needs of retention.yaml (docs/adr/0022-retention.md). */
export type RetentionPeriods = {
  /** Years of each class of record. */
  years: Readonly<Record<string, number>>;
  /** Years in which records are read at once, of each dataset. */
  accessible_years: Readonly<Record<string, number>>;
  /** The longest and the shortest period of a record that a delivery may hold. */
  longest_years: number;
  shortest_years: number;
};

type RetentionFile = {
  classes: Record<string, { years: number; accessible_years: number }>;
  datasets: Record<string, string>;
  results: string;
  otherwise: string;
};

/** Reads the project's retention.yaml; throws where a dataset is of a class that is not there. */
export function readRetentionPeriods(file: string | URL): RetentionPeriods {
  const policy = parse(readFileSync(file, 'utf8')) as RetentionFile;
  const classOf = (name: string): { years: number; accessible_years: number } => {
    const found = policy.classes[name];
    if (found === undefined) throw new Error(`retention.yaml: the class ${name} is used and not described`);
    return found;
  };
  const used = [...Object.values(policy.datasets), policy.results, policy.otherwise].map(classOf);
  return {
    years: Object.fromEntries(Object.entries(policy.classes).map(([name, { years }]) => [name, years])),
    accessible_years: Object.fromEntries(
      Object.entries(policy.datasets).map(([dataset, name]) => [dataset, classOf(name).accessible_years]),
    ),
    longest_years: Math.max(...used.map(({ years }) => years)),
    shortest_years: Math.min(...used.map(({ years }) => years)),
  };
}

/**
 * Days of an object lock that lasts at least as long as `lake retention` keeps a record.
 *
 * The lock counts from the put, retention through the last day after the years, from the UTC day of the commit, which comes after the
 * put: as many days as the longest so many years, one for the last day, and one for a put before midnight.
 */
export function lockDays(years: number): number {
  return years * 365 + Math.ceil(years / 4) + 2;
}
