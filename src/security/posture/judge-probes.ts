import type { AccessRequest } from '../policy/access-request.js';
import { judgeRequest } from '../policy/judge-request.js';
import { UnknownOperator } from '../policy/matches-condition.js';
import { listOf, type PolicyDocument } from '../policy/policy-document.js';
import type { Probe } from './bucket-probes.js';
import { type Judged, judged } from './posture-control.js';

type Expected = 'denied' | 'refused' | 'stopped';

/**
 * Passes where the policy stops every probe: `denied` asks for a denial, which nothing else can allow; `refused` is content where the
 * policy allows nothing; `stopped` is asked of the policy of an endpoint, whoever may do it elsewhere. Unknown where the policy has a condition that cannot be evaluated here.
 */
export function judgeProbes(policy: PolicyDocument, probes: readonly Probe[], expected: Expected): Judged {
  try {
    // What an endpoint stops is asked for whatever organization there is.
    const asked = (request: AccessRequest): AccessRequest =>
      expected === 'stopped' ? request : ofOurOrganization(policy, request);
    const open = probes.filter(({ request }) => !isStopped(policy, asked(request), expected));
    const told = open.map(
      ({ how, request }) => `${request.action} by ${byWhom(request.by)} ${how} is not ${expected}`,
    );
    return judged([...new Set(told)], [`${probes.length} requests that should be ${expected} are`]);
  } catch (error) {
    if (!(error instanceof UnknownOperator)) throw error;
    return { verdict: 'unknown', evidence: [error.message], missing_permission: null };
  }
}

function isStopped(policy: PolicyDocument, request: AccessRequest, expected: Expected): boolean {
  const judgement = judgeRequest(request, expected === 'stopped' ? AT_ENDPOINT(policy) : IN_FORCE(policy));
  if (judgement.outcome !== 'not-allowed') return judgement.outcome === 'denied';
  if (expected === 'stopped') return judgement.by === 'endpoint';
  // Where only the identity's own policy stands in the way, whoever administers that account can change it.
  return expected === 'refused' && judgement.by === 'resource';
}

/**
 * A principal of the account belongs to the organization that the policy names: without its id every denial to strangers would
 * stop our own as well, and hide that nothing else does.
 */
function ofOurOrganization(policy: PolicyDocument, request: AccessRequest): AccessRequest {
  const { by, owner, context } = request;
  const [organization] = listOf(policy.Statement).flatMap(({ Condition = {} }) =>
    Object.values(Condition).flatMap((keys) => listOf(keys['aws:PrincipalOrgID'] ?? [])),
  );
  if (organization === undefined || by.kind !== 'identity' || by.account !== owner) return request;
  return { ...request, context: { 'aws:PrincipalOrgID': String(organization), ...context } };
}

/** The policy of the bucket or key alone: what identities may do is not for it to rely on. */
const IN_FORCE = (resource: PolicyDocument) => ({
  identity: [],
  resource,
  endpoint: null,
  resource_must_allow: true,
});

/** The policy of the endpoint alone. */
const AT_ENDPOINT = (endpoint: PolicyDocument) => ({
  identity: [],
  resource: null,
  endpoint,
  resource_must_allow: false,
});

function byWhom(by: Probe['request']['by']): string {
  if (by.kind === 'identity') return by.arn;
  return by.kind === 'service' ? by.service : 'anyone';
}
