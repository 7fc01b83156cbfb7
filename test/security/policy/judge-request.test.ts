import { expect, test } from 'vitest';
import type { AccessRequest } from '../../../src/security/policy/access-request.js';
import { judgeRequest, type PoliciesInForce } from '../../../src/security/policy/judge-request.js';
import { conditionsHold } from '../../../src/security/policy/matches-condition.js';
import { matchesArn, matchesWildcard } from '../../../src/security/policy/matches-wildcard.js';
import type { PolicyDocument, PolicyStatement } from '../../../src/security/policy/policy-document.js';

const REQUEST: AccessRequest = {
  by: { kind: 'identity', arn: 'arn:aws:iam::111122223333:role/reader', account: '111122223333' },
  action: 's3:GetObject',
  resource: 'arn:aws:s3:::amzn-s3-demo-bucket/a/b.txt',
  owner: '111122223333',
  context: {},
};
// biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM.
const OWNER = '${aws:PrincipalTag/owner}';
const NONE: PoliciesInForce = { identity: [], resource: null, endpoint: null, resource_must_allow: false };

function holds(
  condition: NonNullable<PolicyStatement['Condition']>,
  context: AccessRequest['context'],
): boolean {
  return conditionsHold({ Effect: 'Deny', Condition: condition }, { ...REQUEST, context });
}

test.each([
  ['*', '', true],
  ['*', 'anything', true],
  ['a*c', 'abbbc', true],
  ['a*c', 'abbbd', false],
  ['a?c', 'abc', true],
  ['a?c', 'ac', false],
  ['*a*b*', 'xxaxxbxx', true],
  ['abc', 'abcd', false],
  ['', '', true],
])('the pattern %s against %s', (pattern, text, expected) => {
  expect(matchesWildcard(pattern, text)).toBe(expected);
});

test('a wildcard of an ARN stays in its part; only the last part may hold colons', () => {
  const log = 'arn:aws:logs:us-east-1:111122223333:log-group:/a:log-stream:b';
  expect(matchesArn('arn:aws:logs:*:111122223333:log-group:/a:*', log)).toBe(true);
  expect(matchesArn('arn:aws:*:111122223333:log-group:/a:*', log)).toBe(false);
  expect(matchesArn('arn:aws:s3:::b*', 'arn:aws:s3:::bucket/key')).toBe(true);
  expect(matchesArn('arn:*', 'arn:aws:s3:::bucket')).toBe(false);
});

// IAM User Guide, "Condition operators": what each does with a key that is there, is another, is absent.
test.each([
  ['StringEquals', true, false, false],
  ['StringNotEquals', false, true, true],
  ['StringEqualsIfExists', true, false, true],
  // "If you use Deny with a negated condition operator like StringNotEqualsIfExists, the request is still denied even if the key is not present."
  ['StringNotEqualsIfExists', false, true, true],
  ['StringLike', true, false, false],
  ['StringNotLike', false, true, true],
  ['ForAllValues:StringEquals', true, false, true],
  ['ForAnyValue:StringEquals', true, false, false],
  ['ForAnyValue:StringNotEquals', false, true, false],
  ['StringEqualsIgnoreCase', true, false, false],
])('%s: equal %s, different %s, absent %s', (operator, equal, different, absent) => {
  const condition = { [operator]: { 'aws:PrincipalTag/job-category': 'iamuser-admin' } };
  expect(holds(condition, { 'aws:PrincipalTag/job-category': 'iamuser-admin' })).toBe(equal);
  expect(holds(condition, { 'aws:PrincipalTag/job-category': 'other' })).toBe(different);
  expect(holds(condition, {})).toBe(absent);
});

test.each([
  ['Bool', { 'aws:SecureTransport': 'false' }, { 'aws:SecureTransport': 'false' }, true],
  ['Bool', { 'aws:SecureTransport': 'false' }, { 'aws:SecureTransport': 'true' }, false],
  ['Bool', { 'aws:SecureTransport': false }, { 'aws:securetransport': 'False' }, true],
  ['Bool', { 'aws:ViaAWSService': 'false' }, {}, false],
  ['IpAddress', { 'aws:SourceIp': '203.0.113.0/24' }, { 'aws:SourceIp': '203.0.113.255' }, true],
  ['IpAddress', { 'aws:SourceIp': '203.0.113.0/24' }, { 'aws:SourceIp': '203.0.114.0' }, false],
  ['IpAddress', { 'aws:SourceIp': '203.0.113.7' }, { 'aws:SourceIp': '203.0.113.8' }, false],
  ['IpAddress', { 'aws:SourceIp': '2001:db8::/32' }, { 'aws:SourceIp': '2001:db8:ffff::1' }, true],
  ['IpAddress', { 'aws:SourceIp': '0.0.0.0/0' }, { 'aws:SourceIp': '2001:db8::1' }, false],
  ['NotIpAddress', { 'aws:SourceIp': '203.0.113.0/24' }, { 'aws:SourceIp': '203.0.114.0' }, true],
  ['NotIpAddress', { 'aws:SourceIp': '203.0.113.0/24' }, {}, true],
  ['BoolIfExists', { 'aws:ViaAWSService': 'false' }, {}, true],
  ['Null', { 'aws:TokenIssueTime': 'true' }, {}, true],
  ['Null', { 'aws:TokenIssueTime': 'true' }, { 'aws:TokenIssueTime': 'x' }, false],
  ['Null', { 'aws:TokenIssueTime': 'false' }, {}, false],
  ['Null', { 'aws:TokenIssueTime': 'false' }, { 'aws:TokenIssueTime': 'x' }, true],
  ['NumericLessThan', { 's3:TlsVersion': '1.2' }, { 's3:TlsVersion': '1.1' }, true],
  ['NumericLessThan', { 's3:TlsVersion': '1.2' }, { 's3:TlsVersion': '1.2' }, false],
  ['NumericLessThanEquals', { 's3:max-keys': '10' }, { 's3:max-keys': '10' }, true],
  ['NumericLessThan', { 's3:TlsVersion': '1.2' }, {}, false],
  ['NumericGreaterThan', { 'aws:MultiFactorAuthAge': 3600 }, { 'aws:MultiFactorAuthAge': '3601' }, true],
  [
    'DateLessThan',
    { 'aws:CurrentTime': '2026-06-30T00:00:00Z' },
    { 'aws:CurrentTime': '2026-06-29T23:59:59Z' },
    true,
  ],
  [
    'DateGreaterThan',
    { 'aws:CurrentTime': '2026-06-30T00:00:00Z' },
    { 'aws:CurrentTime': '2026-06-30T00:00:00Z' },
    false,
  ],
  ['ArnEquals', { 'aws:SourceArn': 'arn:aws:s3:*:*:b*' }, { 'aws:SourceArn': 'arn:aws:s3:::bucket' }, true],
  [
    'ArnNotLike',
    { 'aws:PrincipalArn': 'arn:aws:iam::*:role/admin' },
    { 'aws:PrincipalArn': 'arn:aws:iam::1:role/x' },
    true,
  ],
  ['StringEquals', { 'aws:SourceVpce': ['vpce-1', 'vpce-2'] }, { 'aws:SourceVpce': 'vpce-2' }, true],
  ['StringNotEquals', { 'aws:SourceVpce': ['vpce-1', 'vpce-2'] }, { 'aws:SourceVpce': 'vpce-2' }, false],
  ['StringEquals', { 'aws:username': OWNER }, { 'aws:username': 'a', 'aws:PrincipalTag/owner': 'a' }, true],
  ['StringEquals', { 'aws:username': OWNER }, { 'aws:username': 'a' }, false],
] as const)('%s %j with %j is %s', (operator, wanted, context, expected) => {
  const condition = {
    [operator]: Object.fromEntries(Object.entries(wanted).map(([key, value]) => [key, value as string])),
  };
  expect(holds(condition, context)).toBe(expected);
});

// IAM User Guide, "Set operators for multivalued context keys": the request names several attributes of a table.
test.each([
  ['ForAllValues:StringEquals', ['ID', 'PostDateTime'], true],
  ['ForAllValues:StringEquals', ['ID', 'UserName'], false],
  ['ForAllValues:StringEquals', [], true],
  ['ForAnyValue:StringEquals', ['ID', 'UserName'], true],
  ['ForAnyValue:StringEquals', ['UserName'], false],
  ['ForAnyValue:StringEquals', [], false],
  ['ForAllValues:StringNotEquals', ['UserName'], true],
  ['ForAllValues:StringNotEquals', ['UserName', 'ID'], false],
])('%s over %j is %s', (operator, given, expected) => {
  const condition = { [operator]: { 'dynamodb:Attributes': ['ID', 'Message', 'PostDateTime'] } };
  expect(holds(condition, { 'dynamodb:Attributes': given })).toBe(expected);
});

test('keys of one operator, and operators of one statement, must all hold', () => {
  const both = {
    StringEquals: { 'aws:SourceVpc': 'vpc-1', 'aws:SourceVpce': 'vpce-1' },
    Bool: { 'aws:SecureTransport': 'true' },
  };
  expect(
    holds(both, { 'aws:SourceVpc': 'vpc-1', 'aws:SourceVpce': 'vpce-1', 'aws:SecureTransport': 'true' }),
  ).toBe(true);
  expect(
    holds(both, { 'aws:SourceVpc': 'vpc-2', 'aws:SourceVpce': 'vpce-1', 'aws:SecureTransport': 'true' }),
  ).toBe(false);
  expect(
    holds(both, { 'aws:SourceVpc': 'vpc-1', 'aws:SourceVpce': 'vpce-1', 'aws:SecureTransport': 'false' }),
  ).toBe(false);
});

test('an operator that is not known is no verdict', () => {
  expect(() =>
    holds({ BinaryEquals: { 'aws:SourceIp': '10.0.0.0/8' } }, { 'aws:SourceIp': '10.0.0.1' }),
  ).toThrow('condition operator BinaryEquals: not known to the evaluator');
  expect(() => holds({ 'ForSomeValues:StringEquals': { a: 'b' } }, {})).toThrow('ForSomeValues');
});

const ALLOW_ALL = { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };

// S3 User Guide, "Restricting access to a specific VPC endpoint".
const ENDPOINT_ONLY = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'Access-to-specific-VPCE-only',
      Principal: '*' as const,
      Action: 's3:*',
      Effect: 'Deny',
      Resource: ['arn:aws:s3:::amzn-s3-demo-bucket', 'arn:aws:s3:::amzn-s3-demo-bucket/*'],
      Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-0abcdef1234567890' } },
    },
  ],
};

test('the bucket of the S3 guide answers through its endpoint only, to whoever it is', () => {
  const policies = { ...NONE, identity: [ALLOW_ALL], resource: ENDPOINT_ONLY };
  const inside = { ...REQUEST, context: { 'aws:SourceVpce': 'vpce-0abcdef1234567890' } };
  expect(judgeRequest(inside, policies)).toEqual({ outcome: 'allowed' });
  expect(judgeRequest(REQUEST, policies)).toEqual({
    outcome: 'denied',
    by: ['Access-to-specific-VPCE-only'],
  });
  expect(judgeRequest(inside, { ...policies, identity: [] })).toEqual({
    outcome: 'not-allowed',
    by: 'identity',
  });
});

// S3 User Guide, "Enforce conditional writes", example 1.
test('the conditional write of the S3 guide: refused without the header, parts of an upload are exempt', () => {
  const resource: PolicyDocument = {
    Statement: [
      {
        Sid: 'AllowConditionalPutsWithMPUs',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::111122223333:user/Alice' },
        Action: 's3:PutObject',
        Resource: 'arn:aws:s3:::amzn-s3-demo-bucket1/*',
        Condition: { Null: { 's3:if-none-match': 'false' } },
      },
      {
        Sid: 'Parts',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::111122223333:user/Alice' },
        Action: 's3:PutObject',
        Resource: 'arn:aws:s3:::amzn-s3-demo-bucket1/*',
        Condition: { Bool: { 's3:ObjectCreationOperation': 'false' } },
      },
    ],
  };
  const put = (context: AccessRequest['context']) =>
    judgeRequest(
      {
        by: { kind: 'identity', arn: 'arn:aws:iam::111122223333:user/Alice', account: '111122223333' },
        action: 's3:PutObject',
        resource: 'arn:aws:s3:::amzn-s3-demo-bucket1/k',
        owner: '111122223333',
        context,
      },
      { ...NONE, resource },
    ).outcome;
  expect(put({ 's3:if-none-match': '*', 's3:ObjectCreationOperation': 'true' })).toBe('allowed');
  expect(put({ 's3:ObjectCreationOperation': 'true' })).toBe('not-allowed');
  expect(put({ 's3:ObjectCreationOperation': 'false' })).toBe('allowed');
});

// KMS Developer Guide, "Default key policy": the root lets policies of the account decide, and allows by itself nobody.
test('a key that trusts the account is used by whom the account allows; without that word, by nobody', () => {
  const key = {
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::111122223333:root' },
        Action: 'kms:*',
        Resource: '*',
      },
    ],
  };
  const request = { ...REQUEST, action: 'kms:Decrypt', resource: 'arn:aws:kms:us-east-1:111122223333:key/1' };
  const judged = (policies: Partial<PoliciesInForce>) =>
    judgeRequest(request, { ...NONE, resource_must_allow: true, ...policies });
  expect(judged({ resource: key, identity: [ALLOW_ALL] })).toEqual({ outcome: 'allowed' });
  expect(judged({ resource: key })).toEqual({ outcome: 'not-allowed', by: 'identity' });
  expect(judged({ identity: [ALLOW_ALL] })).toEqual({ outcome: 'not-allowed', by: 'resource' });
  const named = {
    Statement: {
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::111122223333:role/reader' },
      Action: 'kms:Decrypt',
      Resource: '*',
    },
  };
  expect(judged({ resource: named })).toEqual({ outcome: 'allowed' });
});

// IAM User Guide, "Cross-account policy evaluation logic": both accounts have to allow.
test('across accounts both the owner and the account of the requester have to allow', () => {
  const foreign = { ...REQUEST, owner: '444455556666' };
  const resource = {
    Statement: { Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 's3:GetObject', Resource: '*' },
  };
  expect(judgeRequest(foreign, { ...NONE, identity: [ALLOW_ALL], resource })).toEqual({ outcome: 'allowed' });
  expect(judgeRequest(foreign, { ...NONE, identity: [ALLOW_ALL] })).toEqual({
    outcome: 'not-allowed',
    by: 'resource',
  });
  expect(judgeRequest(foreign, { ...NONE, resource })).toEqual({ outcome: 'not-allowed', by: 'identity' });
});

test('an endpoint that says nothing of a request lets nothing through', () => {
  const endpoint = {
    Statement: { Effect: 'Allow', Principal: '*' as const, Action: 's3:PutObject', Resource: '*' },
  };
  expect(judgeRequest(REQUEST, { ...NONE, identity: [ALLOW_ALL], endpoint })).toEqual({
    outcome: 'not-allowed',
    by: 'endpoint',
  });
});

test('who is not named, and who is excepted by NotPrincipal, NotAction and NotResource', () => {
  const deny = (statement: object) =>
    judgeRequest(REQUEST, {
      ...NONE,
      identity: [ALLOW_ALL],
      resource: {
        Statement: {
          Effect: 'Deny',
          Sid: 'd',
          Principal: '*',
          Action: 's3:*',
          Resource: '*',
          ...statement,
        } as PolicyStatement,
      },
    }).outcome;
  expect(deny({})).toBe('denied');
  expect(deny({ Principal: { AWS: 'arn:aws:iam::111122223333:role/other' } })).toBe('allowed');
  expect(deny({ Principal: { Service: 'cloudtrail.amazonaws.com' } })).toBe('allowed');
  expect(deny({ Principal: undefined, NotPrincipal: { AWS: 'arn:aws:iam::111122223333:role/reader' } })).toBe(
    'allowed',
  );
  expect(deny({ Action: undefined, NotAction: 's3:Get*' })).toBe('allowed');
  expect(deny({ Action: undefined, NotAction: 's3:Put*' })).toBe('denied');
  expect(deny({ Resource: undefined, NotResource: 'arn:aws:s3:::amzn-s3-demo-bucket/*' })).toBe('allowed');
  expect(deny({ Action: 'S3:getobject' })).toBe('denied');
});
