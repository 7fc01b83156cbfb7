import { visible } from '../../domain/diagnostic.js';
import type { AccessFinding } from '../../domain/generated/reconciliation.js';
import { invariant } from '../../domain/invariant.js';
import type { LoadedRule } from './load-access-rules.js';
import type { TrailEvent } from './trail-event.js';

/** A row of a rule's query: `event_id` or null, `subject`, and whatever its sentence names. */
export type FindingRow = Readonly<Record<string, unknown>>;

/** A row of a rule as a finding with its sentence; `event` is the one that the row names, or null. */
export function tellFinding({ spec }: LoadedRule, row: FindingRow, event: TrailEvent | null): AccessFinding {
  const facts: Record<string, unknown> = { ...event, ...row };
  return {
    rule_id: spec.id,
    rule_version: spec.version,
    severity: spec.severity,
    subject: shown(row['subject']),
    sentence: spec.finding.replace(/\{([a-z_]+)\}/g, (_, name: string) => {
      invariant(name in facts, `findings.sql of ${spec.id} or its event has ${name}`);
      return shown(facts[name]);
    }),
    meaning: spec.meaning,
    event: event === null ? null : eventOf(event),
  };
}

function eventOf(event: TrailEvent): AccessFinding['event'] {
  const { event_id, event_time, event_name, principal, source_ip, request_id, log_key, log_record } = event;
  return { event_id, event_time, event_name, principal, source_ip, request_id, log_key, log_record };
}

/** A value as text in which nothing steers a terminal; what the trail does not say is `unknown`. */
function shown(value: unknown): string {
  return visible(value === null || value === undefined ? 'unknown' : String(value));
}
