import { expect, test } from 'vitest';
import type { PolicyDocument, PolicyStatement } from '../../src/security/policy/policy-document.js';
import { type StackTemplate, type Synthesized, synthesize } from './synthesized.js';

const stages = [
  ['prod', synthesize('prod')],
  ['dev', synthesize('dev')],
] as const;

/** Why a statement that allows something may name every resource, by its Sid; each of them stands in some template. */
const EVERY_RESOURCE: Readonly<Record<string, string>> = {
  Network:
    'interfaces and traces of a function have no name before they are made; the condition says in which region',
  DeliverLogs: 'deliveries of logs know no resource; the condition says in which region',
  Traces: 'traces have no name before they are made; the condition says in which region',
  SignIn: 'a token for the registry of images knows no resource; the condition says in which region',
  ReadTrail: 'DescribeTrails and ListPublicKeys know no resource',
  ReadNetwork: 'describing calls of EC2 know no resource',
  OwnStatements: 'a statement of Redshift has no name before it runs; the condition says whose',
  OurPrincipalsToOurResources: 'an endpoint; the condition says whose principals and whose resources',
};

type Placed = { type: string; sid: string; statement: PolicyStatement };

function allowed({ stacks }: Synthesized): Placed[] {
  return Object.values(stacks).flatMap(({ Resources }: StackTemplate) =>
    Object.values(Resources).flatMap(({ Type, Properties }) =>
      Object.values(documentsIn(Properties)).flatMap(({ Statement }) =>
        [Statement]
          .flat()
          .filter(({ Effect }) => Effect === 'Allow')
          .map((statement) => ({ type: Type, sid: statement.Sid ?? '', statement })),
      ),
    ),
  );
}

/** Whatever has statements, wherever it stands: a trust, an inline policy, one of a bucket, key, topic or endpoint. */
function documentsIn(piece: unknown): PolicyDocument[] {
  if (typeof piece !== 'object' || piece === null) return [];
  const own = 'Statement' in piece ? [piece as PolicyDocument] : [];
  return [...own, ...Object.values(piece).flatMap(documentsIn)];
}

test.each(stages)('%s: no policy allows every action, or every action of a service', (_, stage) => {
  const statements = allowed(stage);
  expect(statements.length).toBeGreaterThan(60);
  const wide = statements.filter(({ statement: { Action, NotAction } }) => {
    return NotAction !== undefined || [Action].flat().some((action) => /^\*$|:\*$/.test(String(action)));
  });
  expect(wide).toEqual([]);
});

test.each(stages)('%s: a policy that allows something on every resource has a reason for it', (_, stage) => {
  const everywhere = allowed(stage).filter(
    // The only resource of a key's policy is the key.
    ({ type, statement: { Resource, NotResource } }) =>
      type !== 'AWS::KMS::Key' && (NotResource !== undefined || [Resource].flat().includes('*')),
  );
  expect([...new Set(everywhere.map(({ sid }) => sid))].sort()).toEqual(Object.keys(EVERY_RESOURCE).sort());
  for (const { sid, statement } of everywhere)
    if (!['ReadTrail', 'ReadNetwork'].includes(sid)) expect(statement.Condition).toBeDefined();
});

test.each(stages)('%s: nobody but a service or our operators is trusted with a role', (_, stage) => {
  const trusts = allowed(stage).filter(({ statement }) =>
    [statement.Action].flat().includes('sts:AssumeRole'),
  );
  expect(trusts.length).toBeGreaterThanOrEqual(9);
  for (const { statement } of trusts) {
    expect(statement.Principal).not.toBe('*');
    // Each says from where, so that no service is a deputy of somebody else's.
    expect(statement.Condition).toBeDefined();
  }
});
