import { judgeRequest } from '../policy/judge-request.js';
import { UnknownOperator } from '../policy/matches-condition.js';
import type { PolicyDocument } from '../policy/policy-document.js';
import type { Probe } from './bucket-probes.js';
import { type Judged, judged } from './posture-control.js';

/**
 * Passes where the policy stops every probe: `denied` asks for a denial, which nothing else can allow; `refused` is content where the
 * policy allows nothing. Unknown where the policy has a condition that cannot be evaluated here.
 */
export function judgeProbes(
  policy: PolicyDocument,
  probes: readonly Probe[],
  expected: 'denied' | 'refused',
): Judged {
  const open: string[] = [];
  try {
    for (const { how, request } of probes) {
      const judgement = judgeRequest(request, IN_FORCE(policy));
      // Only the identity's own policy stands in the way: whoever administers that account can change it.
      const refused = judgement.outcome === 'not-allowed' && judgement.by === 'resource';
      const stopped = judgement.outcome === 'denied' || (expected === 'refused' && refused);
      if (!stopped) open.push(`${request.action} by ${byWhom(request.by)} ${how} is not ${expected}`);
    }
  } catch (error) {
    if (!(error instanceof UnknownOperator)) throw error;
    return { verdict: 'unknown', evidence: [error.message], missing_permission: null };
  }
  return judged(open, [`${probes.length} requests that should be ${expected} are`]);
}

/** The policy of the bucket or key alone: what identities may do is not for it to rely on. */
const IN_FORCE = (resource: PolicyDocument) => ({
  identity: [],
  resource,
  endpoint: null,
  resource_must_allow: true,
});

function byWhom(by: Probe['request']['by']): string {
  if (by.kind === 'identity') return by.arn;
  return by.kind === 'service' ? by.service : 'anyone';
}
