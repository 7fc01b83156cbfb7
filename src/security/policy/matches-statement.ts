import type { AccessRequest } from './access-request.js';
import { conditionsHold, filledIn } from './matches-condition.js';
import { matchesArn, matchesWildcard } from './matches-wildcard.js';
import { listOf, type PolicyPrincipal, type PolicyStatement } from './policy-document.js';

/** What the document is attached to: of an identity it names no principals, of a resource (bucket, key, endpoint) it does. */
export type Attachment = 'identity' | 'resource';

/** Whether a statement speaks of a request: principal, action, resource and all conditions. */
export function matchesStatement(
  statement: PolicyStatement,
  request: AccessRequest,
  attachment: Attachment,
): boolean {
  return (
    (attachment === 'identity' || matchesPrincipal(statement, request)) &&
    matchesAction(statement, request) &&
    matchesResource(statement, request) &&
    conditionsHold(statement, request)
  );
}

function matchesAction({ Action, NotAction }: PolicyStatement, { action }: AccessRequest): boolean {
  const match = (pattern: string): boolean => matchesWildcard(pattern.toLowerCase(), action.toLowerCase());
  return NotAction === undefined ? listOf(Action).some(match) : !listOf(NotAction).some(match);
}

function matchesResource({ Resource, NotResource }: PolicyStatement, request: AccessRequest): boolean {
  const match = (pattern: string): boolean => {
    const filled = filledIn(pattern, request);
    return filled === '*' || matchesArn(filled, request.resource);
  };
  return NotResource === undefined ? listOf(Resource).some(match) : !listOf(NotResource).some(match);
}

function matchesPrincipal({ Principal, NotPrincipal }: PolicyStatement, request: AccessRequest): boolean {
  if (NotPrincipal !== undefined) return !names(NotPrincipal, request);
  return Principal !== undefined && names(Principal, request);
}

function names(principal: PolicyPrincipal, { by }: AccessRequest): boolean {
  if (principal === '*') return true;
  const aws = listOf(principal['AWS']);
  if (aws.includes('*')) return true;
  if (by.kind === 'anonymous') return false;
  if (by.kind === 'service') return listOf(principal['Service']).includes(by.service);
  return aws.some((named) => named === by.arn || namesAccount(named, by.account));
}

/** Whether a principal is a whole account: its id, or the ARN of its root. */
export function namesAccount(named: string, account: string): boolean {
  return named === account || /^arn:[a-z-]+:iam::(\d{12}):root$/.exec(named)?.[1] === account;
}
