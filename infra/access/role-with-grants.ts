import { Stack } from 'aws-cdk-lib';
import { type IPrincipal, Policy, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acknowledge, INLINE_POLICY } from '../acknowledge.js';
import { type Grant, wildcardReasons } from './grant.js';

/** A role of one function, task or machine: whom it trusts and what it may do, in one policy that lives and dies with it. */
export type RoleParts = { name: string; does: string; trusts: IPrincipal; grants: readonly Grant[] };

/** Makes the role, with its policy below it, so that what depends on the role waits for both; each wildcard is acknowledged with the grant's reason. */
export function roleWithGrants(scope: Construct, id: string, of: RoleParts): Role {
  const role = new Role(scope, id, {
    roleName: of.name,
    description: of.does,
    assumedBy: of.trusts,
  });
  const policy = new Policy(role, 'grants', {
    policyName: 'grants',
    roles: [role],
    statements: of.grants.map(
      ({ sid, actions, resources, conditions }) =>
        new PolicyStatement({ sid, actions, resources, ...(conditions === undefined ? {} : { conditions }) }),
    ),
  });
  acknowledge(policy, {
    ...INLINE_POLICY,
    ...Object.fromEntries(
      of.grants.flatMap((grant) => wildcardReasons(grant, (value) => Stack.of(scope).resolve(value))),
    ),
  });
  return role;
}
