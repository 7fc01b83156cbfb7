import type { AccessRequest } from '../policy/access-request.js';
import type { PolicyDocument } from '../policy/policy-document.js';
import type { Answer } from './answer.js';
import { judgeAnswer } from './judge-answer.js';
import { judgeProbes } from './judge-probes.js';
import type { KeySettingsReader } from './key-settings.js';
import { type ControlResult, type Judged, judged, type PostureControl } from './posture-control.js';

/** The key that is judged: its ARN, and the roles that may use it. */
export type JudgedKey = { readonly arn: string; readonly roles: readonly string[] };

type KeyControl = PostureControl & {
  readonly check: (reader: KeySettingsReader, key: JudgedKey) => Promise<Judged>;
};

/** All controls of the key that encrypts the lake. */
export const keyControls: readonly KeyControl[] = [
  {
    id: 'kms-usable',
    title: 'The key is managed by the customer, enabled, and not about to be deleted',
    nist_800_53: ['SC-12', 'CP-9'],
    sec_17a_4: '(f)(2)(iv)',
    attacker_gains: 'every record at once, which nobody can read any more',
    fix: 'cancel the deletion and enable the key; keys of AWS cannot be refused to anyone, so name one of your own',
    check: async ({ state }) =>
      judgeAnswer('the key', await state(), ({ state: now, customer_managed, deletion_date }) => {
        const wrong = now === 'Enabled' ? [] : [`the key is ${now}, expected Enabled`];
        if (deletion_date !== null) wrong.push(`it is deleted on ${deletion_date}`);
        if (!customer_managed) wrong.push('it is managed by AWS');
        return judged(wrong, ['the key is Enabled']);
      }),
  },
  {
    id: 'kms-rotated',
    title: 'The material of the key is renewed every year',
    nist_800_53: ['SC-12'],
    sec_17a_4: null,
    attacker_gains: 'all records of all years with one leaked key',
    fix: 'enable automatic rotation of the key',
    check: async ({ rotation }) =>
      judgeAnswer('rotation', await rotation(), ({ enabled }) =>
        judged(enabled ? [] : ['automatic rotation is off'], ['automatic rotation is on']),
      ),
  },
  {
    id: 'kms-through-services-only',
    title: 'The key is used through services of AWS, never by a direct call',
    nist_800_53: ['SC-12', 'AC-4'],
    sec_17a_4: null,
    attacker_gains: 'what was copied out of the bucket, decrypted past its policy and its log',
    fix: 'allow kms:Decrypt and kms:GenerateDataKey* only where kms:ViaService is that of S3 and of what else reads the lake; an allowance of kms:* to the account gives them to every role that has them',
    check: async ({ policy }, key) => judgedPolicy(await policy(), directly(key)),
  },
  {
    id: 'kms-own-account-only',
    title: 'No other account may use the key',
    nist_800_53: ['AC-3', 'SC-12'],
    sec_17a_4: null,
    attacker_gains: 'records decrypted with an account of their own',
    fix: 'take other accounts and * out of the principals of the key policy, or condition them on kms:CallerAccount',
    check: async ({ policy }, key) => judgedPolicy(await policy(), fromOutside(key)),
  },
  {
    id: 'kms-own-buckets-only',
    title: 'Through S3 the key serves our buckets, and no other',
    nist_800_53: ['SC-12', 'AC-4'],
    sec_17a_4: null,
    attacker_gains: 'records copied into a bucket of their own, under our key, and read there',
    fix: 'condition the use through S3 on kms:EncryptionContext:aws:s3:arn, the ARNs of our buckets and of their objects',
    check: async ({ policy }, key) => judgedPolicy(await policy(), elsewhere(key)),
  },
  {
    id: 'kms-use-apart',
    title: 'Who uses the key cannot destroy it or change who may use it',
    nist_800_53: ['AC-5', 'SC-12'],
    sec_17a_4: '(f)(2)(iv)',
    attacker_gains: 'the end of every record, with the role of any job',
    fix: 'deny kms:ScheduleKeyDeletion, DisableKey and PutKeyPolicy to all but the role that administers the key; an allowance to the account leaves it to their own policies',
    check: async ({ policy }, key) =>
      judgedPolicy(await policy(), byRoles(key, DESTRUCTIVE, 'by a role that uses it')),
  },
];

/** What each control finds about a key, in their order. */
export async function checkKey(reader: KeySettingsReader, key: JudgedKey): Promise<ControlResult[]> {
  return Promise.all(
    keyControls.map(async ({ check, ...text }) => ({
      ...text,
      resource: key.arn,
      ...(await check(reader, key)),
    })),
  );
}

/** Every control as unknown, of a key that is named otherwise than by its ARN. */
export function unnamedKey(name: string): ControlResult[] {
  return keyControls.map(({ check: _, ...text }) => ({
    ...text,
    resource: name,
    verdict: 'unknown',
    evidence: ['the key is not named by its ARN; add access.kms_key'],
    missing_permission: null,
  }));
}

function judgedPolicy(
  answer: Answer<PolicyDocument>,
  requests: readonly { how: string; request: AccessRequest }[],
): Judged {
  return judgeAnswer('policy', answer, (policy) => judgeProbes(policy, requests, 'refused'));
}

const USES = ['kms:Decrypt', 'kms:GenerateDataKey'] as const;

const DESTRUCTIVE = ['kms:ScheduleKeyDeletion', 'kms:DisableKey', 'kms:PutKeyPolicy'] as const;

type Probe = { how: string; request: AccessRequest };

function byRoles(key: JudgedKey, actions: readonly string[], how: string): Probe[] {
  const { account } = ofArn(key.arn);
  const roles = [...key.roles, `arn:aws:iam::${account}:role/tapewarden-posture-probe`];
  return roles.flatMap((arn) =>
    actions.map((action) => ({
      how,
      request: requestOf(key, { action, by: { kind: 'identity', arn, account } }),
    })),
  );
}

function directly(key: JudgedKey): Probe[] {
  return byRoles(key, USES, 'by a direct call');
}

function elsewhere(key: JudgedKey): Probe[] {
  const { region } = ofArn(key.arn);
  return byRoles(key, USES, 'through S3 for a bucket elsewhere').map(({ how, request }) => {
    const context = {
      ...request.context,
      'kms:ViaService': `s3.${region}.amazonaws.com`,
      'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::tapewarden-posture-elsewhere',
    };
    return { how, request: { ...request, context } };
  });
}

function fromOutside(key: JudgedKey): { how: string; request: AccessRequest }[] {
  const { region } = ofArn(key.arn);
  const account = '999999999999';
  const by = { kind: 'identity', arn: `arn:aws:iam::${account}:role/other`, account } as const;
  return USES.map((action) => {
    const request = requestOf(key, { action, by });
    const context = { ...request.context, 'kms:ViaService': `s3.${region}.amazonaws.com` };
    return { how: 'through S3', request: { ...request, context } };
  });
}

function requestOf(
  key: JudgedKey,
  { action, by }: { action: string; by: { kind: 'identity'; arn: string; account: string } },
): AccessRequest {
  const { account: owner } = ofArn(key.arn);
  return {
    by,
    action,
    resource: key.arn,
    owner,
    context: {
      'aws:PrincipalArn': by.arn,
      'aws:PrincipalAccount': by.account,
      'kms:CallerAccount': by.account,
      'aws:SecureTransport': 'true',
      'aws:PrincipalIsAWSService': 'false',
      'aws:ViaAWSService': 'false',
    },
  };
}

function ofArn(arn: string): { region: string; account: string } {
  const [, , , region = '', account = ''] = arn.split(':');
  return { region, account };
}
