import type { Alert } from '../domain/generated/alert.js';
import type { Evidence } from '../domain/generated/evidence.js';
import { sha256OfValue } from '../domain/sha256.js';

/** What an alert is about, apart from its evidence. */
export type AlertIdentity = Pick<Alert, 'pattern_id' | 'pattern_version' | 'settings_sha256' | 'subject'>;

/** The id of an alert: a hash of pattern, version, settings, subject and evidence events, whatever their order and roles. */
export function alertId(
  { pattern_id, pattern_version, settings_sha256, subject }: AlertIdentity,
  evidence: readonly Pick<Evidence, 'dataset' | 'event_id'>[],
): string {
  const ids = [...new Set(evidence.map(({ dataset, event_id }) => JSON.stringify([dataset, event_id])))];
  const sorted = ids.sort((left, right) => (left < right ? -1 : left > right ? 1 : 0));
  return sha256OfValue({ pattern_id, pattern_version, settings_sha256, subject, evidence: sorted });
}
