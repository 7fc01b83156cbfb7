import {
  ArnPrincipal,
  type IPrincipal,
  PrincipalWithConditions,
  type Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Actor } from '../names.js';
import type { AccessParts } from './access-parts.js';
import type { Grant } from './grant.js';
import { roleWithGrants } from './role-with-grants.js';

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
  const name = parts.names.role(actor);
  return roleWithGrants(scope, actor, { name, does: PURPOSE[actor], trusts: trusted(actor, parts), grants });
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
