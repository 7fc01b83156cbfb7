import { duckdbText, identifier } from '../../engine/sql-literal.js';
import type { Route } from '../feed.js';
import { recordFault } from '../framing/record-fault.js';
import { keyText } from './key-text.js';
import type { MappingCheck } from './mapping-check.js';

/** What the records of a feed do to others, as SQL over their fields. */
export type CompiledCorrections = {
  /** `new`, `replace`, `replace-or-add` or `delete`, never null. */
  action: string;
  /** Text of the key of the record that is replaced or deleted. */
  target_key: string;
  /** Whether a route takes the records that delete; all others take those that do not. */
  deletes: boolean;
};

/** The corrections of a route, and the check that a record which replaces another names it; null where none are declared. */
export function compileCorrections(
  feed: Route,
): { compiled: CompiledCorrections; checks: MappingCheck[] } | null {
  const { corrections, key } = feed.spec;
  if (corrections === undefined) return null;
  const fields = corrections.target ?? key;
  const action = actionSql(corrections.action);
  const optional = fields.filter((field) => !key.includes(field) && !feed.record.required.includes(field));
  return {
    compiled: { action, target_key: keyText(fields), deletes: false },
    checks: optional.map((field) => ({
      sql: `${action} IN ('replace', 'replace-or-add') AND ${identifier(field)} IS NULL`,
      explain: (_fields, at) => recordFault(at, 'correction-unaddressed', { field }),
    })),
  };
}

type Actions = NonNullable<Route['spec']['corrections']>['action'];

function actionSql(actions: Actions): string {
  const decided = Object.entries(actions).map(([field, values]) => {
    const cases = Object.entries(values).map(
      ([value, action]) => `WHEN ${duckdbText(value)} THEN ${duckdbText(action)}`,
    );
    return `CASE ${identifier(field)} ${cases.join(' ')} END`;
  });
  return `coalesce(${[...decided, "'new'"].join(', ')})`;
}
