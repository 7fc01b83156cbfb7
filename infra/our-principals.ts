import type { Stage } from './stage.js';

/** The key and value by which a principal is known as ours: of the organization, or of the account where there is none. */
export function ourPrincipals({ organization, account }: Stage): Record<string, string> {
  return organization === null ? { 'aws:PrincipalAccount': account } : { 'aws:PrincipalOrgID': organization };
}
