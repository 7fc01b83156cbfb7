import type { AccessRequest } from '../../src/security/policy/access-request.js';
import { type Judgement, judgeRequest } from '../../src/security/policy/judge-request.js';
import type { PolicyDocument } from '../../src/security/policy/policy-document.js';
import type { Actor } from '../names.js';
import { endpointId, keyArn, type StagePolicies, secretArn } from './policies-of.js';

const ACCOUNT = '111122223333';
const ALLOW_ALL: PolicyDocument = { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };

/** Who asks: one of our roles, somebody who may do everything in the account, or somebody from outside. */
export type Who =
  | Actor
  | `function-${string}`
  | 'day'
  | 'start-task'
  | 'admin'
  | 'deployer'
  | 'break-glass'
  | 'sibling'
  | 'foreigner'
  | 'nobody'
  | `service ${string}`;

/** A request in short: an object, a bucket, a key of KMS or another thing; context keys on top of the usual ones, null takes one away. */
export type Asked = {
  who: Who;
  action: string;
  /** `canonical/data/x` is an object, `canonical` a bucket, `key data` one of our keys, `secret personal-key` one of our secrets, else an ARN. */
  on: string;
  /** Service of the endpoint that the request comes through; null for none. */
  through?: string | null;
  context?: Record<string, string | string[] | null>;
};

const ROLES: Readonly<Record<string, string>> = {
  deployer: 'cdk-hnb659fds-cfn-exec-role-111122223333-us-east-1',
  'break-glass': 'break-glass',
  admin: 'administrator',
};

/** Judges a request under all policies of the stage that have a say. */
export function judged(policies: StagePolicies, asked: Asked): Judgement {
  const through = asked.through === undefined ? 's3' : asked.through;
  const request = requestOf(asked, through);
  const [place = '', key = ''] = asked.on.split(/[/ ]/);
  const is_key = place === 'key';
  const unlocked = asked.who === 'admin' || asked.who === 'deployer' || asked.who === 'break-glass';
  const outside = asked.who === 'sibling' || asked.who === 'foreigner';
  const own = policies.roles[asked.who];
  return judgeRequest(request, {
    identity: unlocked || outside ? [ALLOW_ALL] : own === undefined ? [] : [own],
    resource: resourcePolicy(policies, place, key),
    endpoint: through === null ? null : (policies.endpoints[through] ?? null),
    resource_must_allow: is_key,
  });
}

function resourcePolicy(policies: StagePolicies, place: string, name: string): PolicyDocument | null {
  if (place === 'key') return policies.keys[name] ?? null;
  if (place === 'secret') return policies.secrets[name] ?? null;
  return policies.buckets[place] ?? PUBLIC[place] ?? null;
}

// A bucket of somebody else that anyone may read and write, as a thief would bring one.
const PUBLIC: Readonly<Record<string, PolicyDocument>> = {
  'arn:aws:s3:::thief': { Statement: { Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*' } },
  'arn:aws:s3:::prod-us-east-1-starport-layer-bucket': {
    Statement: { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' },
  },
  'arn:aws:s3:::prod.us-east-1.appinfo.src': {
    Statement: { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' },
  },
};

function requestOf(asked: Asked, through: string | null): AccessRequest {
  const { who } = asked;
  const by = requesterOf(who);
  const usual: Record<string, string | readonly string[] | null> = {
    'aws:SecureTransport': 'true',
    's3:TlsVersion': '1.3',
    'aws:SourceVpce': through === null ? null : endpointId(through),
    'aws:SourceVpc': through === null ? null : 'vpc-ours',
    'aws:ResourceAccount': ownerOf(asked.on),
    ...(by.kind === 'anonymous' ? {} : { 'aws:PrincipalIsAWSService': String(by.kind === 'service') }),
    ...(by.kind === 'identity'
      ? {
          'aws:ViaAWSService': 'false',
          'aws:PrincipalArn': by.arn,
          'aws:PrincipalAccount': by.account,
          'aws:PrincipalOrgID': who === 'foreigner' ? 'o-theirs00000' : 'o-abcdefghij',
          'kms:CallerAccount': by.account,
          'aws:userid': `AROA:${who}`,
        }
      : {}),
    ...asked.context,
  };
  const context = Object.entries(usual).filter(
    (entry): entry is [string, string | readonly string[]] => entry[1] !== null,
  );
  return {
    by,
    action: asked.action,
    resource: arnOf(asked.on),
    owner: ownerOf(asked.on),
    context: Object.fromEntries(context),
  };
}

const OTHER_ACCOUNTS: Readonly<Record<string, string>> = {
  sibling: '222233334444',
  foreigner: '999988887777',
};

function requesterOf(who: Who): AccessRequest['by'] {
  if (who === 'nobody') return { kind: 'anonymous' };
  if (who.startsWith('service '))
    return { kind: 'service', service: `${who.slice('service '.length)}.amazonaws.com` };
  const account = OTHER_ACCOUNTS[who] ?? ACCOUNT;
  return {
    kind: 'identity',
    arn: `arn:aws:iam::${account}:role/${ROLES[who] ?? `tapewarden-prod-${who}`}`,
    account,
  };
}

function arnOf(on: string): string {
  if (on.startsWith('arn:')) return on;
  if (on.startsWith('key ')) return keyArn(on.slice('key '.length));
  if (on.startsWith('secret ')) return secretArn(on.slice('secret '.length));
  const [bucket = '', ...key] = on.split('/');
  const arn = `arn:aws:s3:::tapewarden-prod-${bucket}-111122223333-us-east-1`;
  return key.length === 0 ? arn : `${arn}/${key.join('/')}`;
}

function ownerOf(on: string): string {
  if (on.startsWith('arn:aws:s3:::thief')) return '999988887777';
  return /^arn:aws:s3:::prod[.-]/.test(on) ? '555566667777' : ACCOUNT;
}

/** A judgement in one line: `allowed`, `denied: Sid, Sid` or `not-allowed: endpoint`. */
export function inShort(judgement: Judgement): string {
  if (judgement.outcome === 'allowed') return 'allowed';
  const by = typeof judgement.by === 'string' ? judgement.by : judgement.by.join(', ');
  return `${judgement.outcome}: ${by}`;
}
