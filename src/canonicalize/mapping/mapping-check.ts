import type { RecordFault, RecordFaultCode, RecordFaultData } from '../diagnostics.js';
import { recordFault } from '../framing/record-fault.js';
import type { ColumnRule } from './column-rule.js';
import { type Fields, received } from './source-sql.js';

export type FaultPlace = { file: string; line: number; byte_offset: number };

/** A check that the database makes of every record: `sql` is true, never null, where the record is at fault. */
export type MappingCheck = { sql: string; explain: (fields: Fields, at: FaultPlace) => RecordFault };

/** SQL of a column's value, and the checks that make it exact. */
export type Converted = { sql: string; checks: MappingCheck[] };

type ValueFaultCode = {
  [Code in RecordFaultCode]: RecordFaultData[Code] extends { field: string; value: string } ? Code : never;
}[RecordFaultCode];

/** A check of a value that is there: at fault where `wrong` is true. */
export function valueCheck<Code extends ValueFaultCode>(
  rule: ColumnRule,
  code: Code,
  fault: { source: string; wrong: string; data: Omit<RecordFaultData[Code], 'field' | 'value'> },
): MappingCheck {
  return {
    sql: `${fault.source} IS NOT NULL AND (${fault.wrong})`,
    // Field, value and the rest make the whole data of the code; TypeScript does not add up a generic Omit.
    explain: (fields, at) =>
      recordFault(at, code, { ...received(rule, fields), ...fault.data } as unknown as RecordFaultData[Code]),
  };
}

/** A check that a column which the dataset requires has a value; at fault where `absent` is true. */
export function missingCheck(column: string, sources: readonly string[], absent: string): MappingCheck {
  return { sql: absent, explain: (_fields, at) => recordFault(at, 'column-missing', { column, sources }) };
}
