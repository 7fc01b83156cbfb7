import type { AccessRequest } from './access-request.js';
import { matchesStatement, namesAccount } from './matches-statement.js';
import { listOf, type PolicyDocument, type PolicyStatement } from './policy-document.js';

/** The policies that have a say in one request; null where there is none of the kind. */
export type PoliciesInForce = {
  /** Of the requester, all attached ones; empty for services and for nobody. */
  identity: readonly PolicyDocument[];
  /** Of the bucket or key. */
  resource: PolicyDocument | null;
  /** Of the VPC endpoint that the request comes through. */
  endpoint: PolicyDocument | null;
  /** Whether identities of the owner need the resource's consent as well: so it is with KMS keys, not with buckets. */
  resource_must_allow: boolean;
};

/** What becomes of a request, and the statements (by Sid) that decided. */
export type Judgement =
  | { outcome: 'allowed' }
  | { outcome: 'denied'; by: string[] }
  | { outcome: 'not-allowed'; by: 'endpoint' | 'identity' | 'resource' };

/**
 * Judges a request as IAM does: an explicit denial anywhere ends it; the endpoint must let it through; then the resource or the
 * identity must allow it, both across accounts, and a key always.
 *
 * An allowance to a whole account (its root) does not allow, it lets the account's own policies decide. Not evaluated, because nothing
 * here has them: organization policies, permission boundaries, session policies, ACLs.
 */
export function judgeRequest(request: AccessRequest, policies: PoliciesInForce): Judgement {
  const { identity, resource, endpoint } = policies;
  const identities = identity.flatMap(({ Statement }) => listOf(Statement));
  const own = (of: PolicyDocument | null): readonly PolicyStatement[] => listOf(of?.Statement);
  const matching = (statements: readonly PolicyStatement[], as: 'identity' | 'resource') =>
    statements.filter((statement) => matchesStatement(statement, request, as));
  const said = [
    ...matching(identities, 'identity'),
    ...matching(own(resource), 'resource'),
    ...matching(own(endpoint), 'resource'),
  ];
  const denials = said.filter(({ Effect }) => Effect === 'Deny');
  if (denials.length > 0) return { outcome: 'denied', by: denials.map(({ Sid }) => Sid ?? '') };
  const allows = (statements: readonly PolicyStatement[]): boolean =>
    statements.some(({ Effect }) => Effect === 'Allow');
  if (endpoint !== null && !allows(matching(own(endpoint), 'resource')))
    return { outcome: 'not-allowed', by: 'endpoint' };
  return consent(request, {
    by_identity: allows(matching(identities, 'identity')),
    by_resource: matching(own(resource), 'resource').filter(({ Effect }) => Effect === 'Allow'),
    resource_must_allow: policies.resource_must_allow,
  });
}

type Consent = {
  by_identity: boolean;
  by_resource: readonly PolicyStatement[];
  resource_must_allow: boolean;
};

function consent(
  { by, owner }: AccessRequest,
  { by_identity, by_resource, resource_must_allow }: Consent,
): Judgement {
  const allowed: Judgement = { outcome: 'allowed' };
  const no_consent: Judgement = { outcome: 'not-allowed', by: 'resource' };
  if (by.kind !== 'identity') return by_resource.length > 0 ? allowed : no_consent;
  const at_home = by.account === owner;
  if (at_home && by_resource.some((statement) => !namesOnlyAccount(statement, by.account))) return allowed;
  if ((resource_must_allow || !at_home) && by_resource.length === 0) return no_consent;
  return by_identity ? allowed : { outcome: 'not-allowed', by: 'identity' };
}

function namesOnlyAccount({ Principal }: PolicyStatement, account: string): boolean {
  if (Principal === undefined || Principal === '*') return false;
  return listOf(Principal['AWS']).every((named) => namesAccount(named, account));
}
