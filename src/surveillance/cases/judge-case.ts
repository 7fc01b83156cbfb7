import type { PatternResult } from '../evaluate-pattern.js';
import type { ExpectedAlert } from './pattern-case.js';

/**
 * How what a pattern found in a case differs from its expected.yaml, one sentence each; empty where it does not.
 *
 * Alerts are compared in their order: subject, the measures that the expectation names, and evidence by role where it names any.
 */
export function judgeCase(result: PatternResult, expected: readonly ExpectedAlert[]): string[] {
  if (result.reason !== null) return [`${result.outcome}: ${result.reason}`];
  const differences = result.alerts.length === expected.length ? [] : [countsDiffer(result, expected)];
  for (const [index, wanted] of expected.entries()) {
    const alert = result.alerts[index];
    if (alert === undefined) continue;
    const found = result.evidence.filter(({ alert_id }) => alert_id === alert.alert_id);
    differences.push(
      ...unlike('subject', alert.subject, wanted.subject),
      ...Object.entries(wanted.measures ?? {}).flatMap(([name, value]) =>
        unlike(`measure ${name}`, alert.measures[name] ?? null, value),
      ),
      ...(wanted.evidence === undefined ? [] : unlike('evidence', byRole(found), sortedIds(wanted.evidence))),
    );
  }
  return differences;
}

function countsDiffer({ alerts }: PatternResult, expected: readonly ExpectedAlert[]): string {
  const subjects = alerts.map(({ subject }) => Object.values(subject).join(' ')).join(', ');
  return `${alerts.length} alerts${alerts.length === 0 ? '' : ` (${subjects})`}, expected ${expected.length}`;
}

function unlike(what: string, found: unknown, wanted: unknown): string[] {
  const [left, right] = [JSON.stringify(found), JSON.stringify(sortedKeys(wanted, found))];
  return left === right ? [] : [`${what} is ${left}, expected ${right}`];
}

/** The wanted object with its keys in the order of the found one, so that only values are compared. */
function sortedKeys(wanted: unknown, found: unknown): unknown {
  if (typeof wanted !== 'object' || wanted === null || typeof found !== 'object' || found === null)
    return wanted;
  const order = Object.keys(found);
  const place = (key: string): number => (order.includes(key) ? order.indexOf(key) : order.length);
  return Object.fromEntries(Object.entries(wanted).sort(([l], [r]) => place(l) - place(r)));
}

function byRole(evidence: PatternResult['evidence']): Record<string, string[]> {
  const roles: Record<string, string[]> = {};
  for (const { role, event_id } of evidence) roles[role] = [...(roles[role] ?? []), event_id];
  return sortedIds(roles);
}

function sortedIds(roles: Readonly<Record<string, readonly string[]>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(roles).map(([role, ids]) => [role, [...ids].sort()]));
}
