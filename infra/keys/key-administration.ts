import {
  AccountRootPrincipal,
  AnyPrincipal,
  Effect,
  type IPrincipal,
  PolicyDocument,
  PolicyStatement,
} from 'aws-cdk-lib/aws-iam';
import type { Stage } from '../stage.js';

/** A policy of a key; `minimize` would merge statements that stand apart on purpose. */
export function keyPolicy(statements: PolicyStatement[]): PolicyDocument {
  return new PolicyDocument({ statements, minimize: false });
}

/** A statement of a key's policy, whose only resource is the key itself. */
export function keyStatement(of: {
  sid: string;
  effect?: Effect;
  principals: IPrincipal[];
  actions: string[];
  conditions: Record<string, object>;
}): PolicyStatement {
  return new PolicyStatement({ ...of, resources: ['*'] });
}

/** Actions after which data cannot be read any more, or others can read it. */
export const DESTRUCTIVE = [
  'kms:ScheduleKeyDeletion',
  'kms:DisableKey',
  'kms:PutKeyPolicy',
  'kms:DisableKeyRotation',
  'kms:DeleteAlias',
  'kms:UpdateAlias',
];

/** Keeping a key is one thing, using it another: the account may look after it, only the deployer may change it. */
export function keyAdministration(stage: Stage): PolicyStatement[] {
  return [
    keyStatement({
      sid: 'Administration',
      principals: [new AccountRootPrincipal()],
      actions: [
        'kms:CancelKeyDeletion',
        'kms:CreateAlias',
        'kms:DeleteAlias',
        'kms:DescribeKey',
        'kms:DisableKey',
        'kms:DisableKeyRotation',
        'kms:EnableKey',
        'kms:EnableKeyRotation',
        'kms:GetKeyPolicy',
        'kms:GetKeyRotationStatus',
        'kms:ListAliases',
        'kms:ListGrants',
        'kms:ListKeyPolicies',
        'kms:ListResourceTags',
        'kms:PutKeyPolicy',
        'kms:RevokeGrant',
        'kms:ScheduleKeyDeletion',
        'kms:TagResource',
        'kms:UntagResource',
        'kms:UpdateAlias',
        'kms:UpdateKeyDescription',
      ],
      conditions: { StringEquals: { 'kms:CallerAccount': stage.account } },
    }),
    keyStatement({
      sid: 'DenyDestruction',
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: DESTRUCTIVE,
      conditions: {
        ArnNotLikeIfExists: { 'aws:PrincipalArn': [stage.deployer, stage.break_glass] },
        BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
      },
    }),
    // A grant passes by every statement of a policy.
    keyStatement({
      sid: 'DenyGrantsToPeople',
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: ['kms:CreateGrant'],
      conditions: {
        BoolIfExists: { 'kms:GrantIsForAWSResource': 'false', 'aws:PrincipalIsAWSService': 'false' },
      },
    }),
  ];
}
