import { GlueError } from './glue-error.js';
import type { StoredColumn, StoredTable } from './glue-state.js';

/** Items that Glue takes in one batch. */
export const BATCH_LIMITS = { create: 100, update: 100, delete: 25 } as const;

const LONGEST_COMMENT = 255;
const NAME = /^[a-z0-9_-]{1,255}$/;

/** Refuses a batch that is empty or too large. */
export function checkBatch(items: readonly unknown[], limit: number): void {
  if (items.length <= limit) return;
  throw invalid(`Member must have length less than or equal to ${limit}`);
}

/** Refuses a page that is larger than Glue makes them. */
export function checkPage(max: number | undefined, limit: number): void {
  if (max === undefined || (max >= 1 && max <= limit)) return;
  throw invalid(`MaxResults must have value between 1 and ${limit}`);
}

/** Refuses a name that Glue would not keep as it is. */
export function checkName(name: string): void {
  if (!NAME.test(name)) throw invalid(`"${name}" is no lower-case name`);
}

/** Refuses a table of which a column is named twice, is a partition key too, or has too long a comment. */
export function checkTable(table: StoredTable): void {
  checkName(table.Name);
  const columns: StoredColumn[] = [
    ...(table.StorageDescriptor?.Columns ?? []),
    ...(table.PartitionKeys ?? []),
  ];
  const names = columns.map(({ Name }) => Name);
  if (new Set(names).size < names.length) throw invalid('Duplicate column name');
  for (const { Name, Comment = '', Type = '' } of columns) {
    checkName(Name);
    if (Comment.length > LONGEST_COMMENT)
      throw invalid(`comment of ${Name} is longer than ${LONGEST_COMMENT}`);
    if (Type === '') throw invalid(`column ${Name} has no type`);
  }
}

/** Refuses a partition that has not one value for each key of its table. */
export function checkValues(table: StoredTable, values: readonly string[]): void {
  const keys = table.PartitionKeys?.length ?? 0;
  if (values.length === keys && values.every((value) => value !== '')) return;
  throw invalid(`The number of partition keys do not match the number of partition values`);
}

function invalid(message: string): GlueError {
  return new GlueError('InvalidInputException', message);
}
