import { Stack } from 'aws-cdk-lib';
import {
  ArnPrincipal,
  type IPrincipal,
  Policy,
  PolicyStatement,
  PrincipalWithConditions,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acknowledge, INLINE_POLICY } from '../acknowledge.js';
import type { Actor } from '../names.js';
import type { AccessParts } from './access-parts.js';
import type { Grant } from './grant.js';

const PURPOSE: Readonly<Record<Actor, string>> = {
  delivery: 'puts what brokers sent into the raw bucket, each once, and reads nothing',
  pipeline: 'canonicalizes deliveries, runs patterns and submits jobs; removes nothing',
  spark: 'what EMR Serverless jobs run as; each job gets less, by its own policy',
  warehouse: 'what Redshift reads the lake and its catalog with',
  analyst: 'reads the lake and asks predefined queries',
  auditor: 'reads the lake and the trail, and changes nothing',
  retention: 'removes what retention.yaml and the locks let go',
};

/** The role of one actor: trusted by its service or by our operators, with the grants and no more. */
export function actorRole(scope: Construct, actor: Actor, of: { parts: AccessParts; grants: Grant[] }): Role {
  const { parts, grants } = of;
  const role = new Role(scope, actor, {
    roleName: parts.names.role(actor),
    description: PURPOSE[actor],
    assumedBy: trusted(actor, parts),
  });
  const policy = new Policy(scope, `${actor}-grants`, {
    policyName: 'grants',
    roles: [role],
    statements: grants.map(
      ({ sid, actions, resources, conditions }) =>
        new PolicyStatement({ sid, actions, resources, ...(conditions === undefined ? {} : { conditions }) }),
    ),
  });
  acknowledge(policy, {
    ...INLINE_POLICY,
    ...Object.fromEntries(grants.flatMap((grant) => wildcards(scope, grant))),
  });
  return role;
}

// Each wildcard is a finding of its own, and the grant says why it is there.
function wildcards(scope: Construct, { resources, why }: Grant): [string, string][] {
  return resources
    .map((resource) => written(Stack.of(scope).resolve(resource)))
    .filter((resource) => resource.includes('*'))
    .map((resource) => {
      if (why === undefined) throw new Error(`${resource}: a wildcard needs its reason`);
      return [`AwsSolutions-IAM5[Resource::${resource}]`, why];
    });
}

function trusted(actor: Actor, { stage }: AccessParts): IPrincipal {
  if (actor === 'spark') return ofService('emr-serverless.amazonaws.com', stage.account);
  if (actor === 'warehouse') return ofService('redshift-serverless.amazonaws.com', stage.account);
  // The account's root stands for its identities; which of them, the condition says: a role that is made later is not shut out.
  return new PrincipalWithConditions(new ArnPrincipal(`arn:${stage.partition}:iam::${stage.account}:root`), {
    ArnEquals: { 'aws:PrincipalArn': [...stage.operators] },
  });
}

function ofService(service: string, account: string): IPrincipal {
  return new ServicePrincipal(service, { conditions: { StringEquals: { 'aws:SourceAccount': account } } });
}

// A resource as cdk-nag names it in a finding: an imported value by the name of its export.
function written(resource: unknown): string {
  if (typeof resource === 'string') return resource;
  const join = (resource as { 'Fn::Join'?: [string, unknown[]] })['Fn::Join'];
  if (join !== undefined) return join[1].map(written).join(join[0]);
  return String((resource as { 'Fn::ImportValue'?: string })['Fn::ImportValue']);
}
