import type { EvidenceChain } from '../../domain/generated/evidence-chain.js';
import { alertId } from '../../surveillance/alert-id.js';
import { type ChainStep, step } from './chain-step.js';
import { type ChainMeans, checkEvents } from './check-chained-events.js';
import { checkObjects } from './check-chained-objects.js';
import { checkTrail } from './check-chained-trail.js';

/**
 * Every link of an evidence chain, from the alert to the signatures of AWS, checked on nothing but the document.
 *
 * In the order of the chain. Whether the public keys are AWS's own cannot be told from the document: their fingerprints are said.
 */
export async function checkChain(chain: EvidenceChain, means: ChainMeans): Promise<ChainStep[]> {
  return [
    checkAlert(chain),
    ...(await checkEvents(chain, means)),
    ...checkObjects(chain),
    ...checkTrail(chain),
  ];
}

function checkAlert({ alert, evidence, events }: EvidenceChain): ChainStep {
  const faults: string[] = [];
  const id = alertId(alert, evidence);
  if (id !== alert.alert_id) faults.push(`pattern, settings, subject and evidence hash to ${id}`);
  const strangers = evidence.filter(({ alert_id }) => alert_id !== alert.alert_id).length;
  if (strangers > 0) faults.push(`${strangers} pieces of evidence are of another alert`);
  if (evidence.length !== alert.evidence_count)
    faults.push(`it has ${evidence.length} pieces of evidence, expected ${alert.evidence_count}`);
  const shown = new Set(events.map(({ event_id }) => event_id));
  const absent = new Set(evidence.map(({ event_id }) => event_id).filter((id_) => !shown.has(id_)));
  if (absent.size > 0) faults.push(`${absent.size} events of its evidence are not in the document`);
  return step('alert', alert.alert_id, {
    holds: 'its id is the hash of pattern, settings, subject and evidence',
    faults,
  });
}
