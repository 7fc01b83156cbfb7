import { listOf } from '../../src/security/policy/policy-document.js';
import {
  also,
  each,
  gone,
  inBuckets,
  inEndpoint,
  inKeys,
  inRoles,
  inTurn,
  type Mistake,
  only,
  onlyBucket,
  onlyObjects,
  operator,
  set,
  together,
  without,
} from './spoil.js';
import { STEP_MISTAKES } from './step-mistakes.js';

const SSE = 's3:x-amz-server-side-encryption';
const DATA_KEY = 'arn:aws:kms:us-east-1:111122223333:key/data';

/** Mistakes that were made in public, or are one slip away; each has to change what becomes of at least one request. */
export const MISTAKES: readonly Mistake[] = [
  ...STEP_MISTAKES,
  { what: 'TLS: the object ARN is missing', spoil: inBuckets('DenyWithoutTls', onlyBucket) },
  { what: 'TLS: the bucket ARN is missing', spoil: inBuckets('DenyWithoutTls', onlyObjects) },
  {
    what: 'TLS: true in place of false',
    spoil: inBuckets('DenyWithoutTls', also('Bool', 'aws:SecureTransport', 'true')),
  },
  {
    what: 'TLS: Allow in place of Deny',
    spoil: inBuckets(
      'DenyWithoutTls',
      set(() => ({ Effect: 'Allow' })),
    ),
  },
  {
    what: 'TLS: only the own account is meant',
    spoil: inBuckets(
      'DenyWithoutTls',
      set(() => ({ Principal: { AWS: '111122223333' } })),
    ),
  },
  {
    what: 'TLS: a second key ANDed in',
    spoil: inBuckets('DenyWithoutTls', also('Bool', 'aws:ViaAWSService', 'true')),
  },
  {
    what: 'TLS version: less than or equal',
    spoil: inBuckets('DenyOldTls', operator('NumericLessThan', 'NumericLessThanEquals')),
  },
  {
    what: 'TLS version: compared as text',
    spoil: inBuckets('DenyOldTls', operator('NumericLessThan', 'StringEquals')),
  },
  {
    what: 'network: endpoint and VPC in one operator',
    spoil: inBuckets('DenyOutsideEndpoint', also('StringNotEqualsIfExists', 'aws:SourceVpc', 'vpc-ours')),
  },
  {
    what: 'network: equals in place of not equals',
    spoil: inBuckets('DenyOutsideEndpoint', operator('StringNotEqualsIfExists', 'StringEquals')),
  },
  {
    what: 'network: IfExists forgotten at the exceptions',
    spoil: inBuckets('DenyOutsideEndpoint', operator('BoolIfExists', 'Bool')),
  },
  {
    what: 'network: no exception for services on behalf of us',
    spoil: inBuckets('DenyOutsideEndpoint', without('BoolIfExists', 'aws:ViaAWSService')),
  },
  {
    what: 'network: no exception for services',
    spoil: inBuckets('DenyOutsideEndpoint', without('BoolIfExists', 'aws:PrincipalIsAWSService')),
  },
  {
    what: 'network: break-glass locked out',
    spoil: inBuckets('DenyOutsideEndpoint', without('ArnNotLikeIfExists')),
  },
  {
    what: 'network: every role is break-glass',
    spoil: inBuckets(
      'DenyOutsideEndpoint',
      also('ArnNotLikeIfExists', 'aws:PrincipalArn', 'arn:aws:iam::111122223333:role/*'),
    ),
  },
  {
    what: 'network: the deployer may read as well',
    spoil: inBuckets(
      'DenyOutsideEndpoint',
      also('ArnNotLikeIfExists', 'aws:PrincipalArn', [
        'arn:aws:iam::111122223333:role/break-glass',
        'arn:aws:iam::111122223333:role/cdk-*',
      ]),
    ),
  },
  { what: 'network: names of objects forgotten', spoil: inBuckets('DenyOutsideEndpoint', onlyObjects) },
  {
    what: 'network: only reading is denied',
    spoil: inBuckets(
      'DenyOutsideEndpoint',
      set(() => ({ Action: 's3:GetObject*' })),
    ),
  },
  {
    what: 'organization: no exception for services',
    spoil: inBuckets('DenyForeignPrincipals', without('BoolIfExists')),
  },
  {
    what: 'organization: IfExists forgotten at the exception',
    spoil: inBuckets('DenyForeignPrincipals', operator('BoolIfExists', 'Bool')),
  },
  { what: 'organization: forgotten', spoil: inBuckets('DenyForeignPrincipals', gone) },
  { what: 'deputy: forgotten', spoil: inBuckets('DenyConfusedDeputy', gone) },
  {
    what: 'deputy: Null forgotten, so that who names no origin is refused',
    spoil: inBuckets('DenyConfusedDeputy', without('Null')),
  },
  {
    what: 'encryption: algorithm and key in one operator',
    spoil: together(
      inBuckets('DenyOtherEncryption', also('StringNotEquals', `${SSE}-aws-kms-key-id`, DATA_KEY)),
      inBuckets('DenyOtherKey', gone),
    ),
  },
  {
    what: 'encryption: Null forgotten, so that the default is refused',
    spoil: inBuckets('DenyOtherEncryption', without('Null')),
  },
  {
    what: 'encryption: IfExists believed to except an absent header',
    spoil: inBuckets(
      'DenyOtherEncryption',
      inTurn(without('Null'), operator('StringNotEquals', 'StringNotEqualsIfExists')),
    ),
  },
  { what: 'encryption: any key of KMS', spoil: inBuckets('DenyOtherKey', gone) },
  { what: 'encryption: no key named is no key of AWS', spoil: inBuckets('DenyKeyOfAws', gone) },
  {
    what: 'encryption: Null the wrong way round',
    spoil: inBuckets('DenyCustomerKeys', also('Null', `${SSE}-customer-algorithm`, 'true')),
  },
  { what: 'overwrite: parts of uploads not excepted', spoil: inBuckets('DenyOverwrite', without('Bool')) },
  {
    what: 'overwrite: manifests forgotten',
    spoil: inBuckets(
      'DenyOverwrite',
      set((s) => ({ Resource: listOf(s.Resource).filter((arn) => !arn.includes('manifests')) })),
    ),
  },
  {
    what: 'overwrite: the jobs of Spark not excepted',
    spoil: inBuckets(
      'DenyOverwrite',
      set((s) => ({ Resource: listOf(s.Resource).map((arn) => arn.replace(/\/.*/, '/*')) })),
    ),
  },
  {
    what: 'removal: versions forgotten',
    spoil: inBuckets(
      'DenyRemoval',
      set(() => ({ Action: 's3:DeleteObject' })),
    ),
  },
  {
    what: 'removal: like in place of not like',
    spoil: ({ buckets }) =>
      each(only(buckets, 'canonical'), 'DenyRemoval', operator('ArnNotLikeIfExists', 'ArnLike')),
  },
  { what: 'lock: whoever removes may lift it', spoil: inBuckets('DenyBypass', gone) },
  {
    what: 'settings: the lock forgotten',
    spoil: inBuckets(
      'DenySettings',
      set((s) => ({ Action: listOf(s.Action).filter((action) => !action.includes('ObjectLock')) })),
    ),
  },
  { what: 'settings: nobody excepted', spoil: inBuckets('DenySettings', without('ArnNotLikeIfExists')) },
  {
    what: 'lock: greater in place of less',
    spoil: inBuckets('DenyShortLock', operator('NumericLessThan', 'NumericGreaterThan')),
  },
  {
    what: 'lock: set afterwards forgotten',
    spoil: inBuckets(
      'DenyShortLock',
      set(() => ({ Action: 's3:PutObject' })),
    ),
  },
  {
    what: 'trail: delivered by whichever trail',
    spoil: inBuckets('TrailDelivers', without('StringEquals', 'aws:SourceArn')),
  },
  { what: 'trail: anyone writes history', spoil: inBuckets('DenyForgery', gone) },
  {
    what: 'key: through any service',
    spoil: inKeys('UseThroughS3', without('StringEquals', 'kms:ViaService')),
  },
  { what: 'key: for any bucket', spoil: inKeys('UseThroughS3', without('StringLike')) },
  {
    what: 'key: StringEquals where the context has a wildcard',
    spoil: inKeys('UseThroughS3', operator('StringLike', 'StringEquals')),
  },
  {
    what: 'key: grants for people',
    spoil: together(
      inKeys('GrantsToServices', without('Bool')),
      inKeys('DenyGrantsToPeople', operator('BoolIfExists', 'Bool')),
    ),
  },
  { what: 'key: grants for people denied nowhere', spoil: inKeys('DenyGrantsToPeople', gone) },
  {
    what: 'key: every role may let it die',
    spoil: inKeys(
      'DenyDestruction',
      also('ArnNotLikeIfExists', 'aws:PrincipalArn', 'arn:aws:iam::111122223333:role/*'),
    ),
  },
  {
    what: 'key: the trail’s for whichever trail',
    spoil: together(
      inKeys('TrailEncrypts', without('StringEquals')),
      inKeys('TrailThroughS3', without('StringEquals')),
    ),
  },
  { what: 'key: logs of any group', spoil: inKeys('LogGroups', without('ArnLike')) },
  {
    what: 'endpoint: any bucket',
    spoil: inEndpoint(
      's3',
      'OurPrincipalsToOurBuckets',
      inTurn(
        set(() => ({ Resource: '*' })),
        without('StringEquals', 'aws:ResourceAccount'),
      ),
    ),
  },
  {
    what: 'endpoint: any action on what EMR ships',
    spoil: inEndpoint(
      's3',
      'WhatEmrShipsItsWorkers',
      set(() => ({ Action: 's3:*' })),
    ),
  },
  {
    what: 'endpoint: anyone’s credentials',
    spoil: inEndpoint('sts', 'OurPrincipalsToOurResources', without('StringEquals')),
  },
  {
    what: 'endpoint: every action of the service',
    spoil: inEndpoint(
      'glue',
      'OurPrincipalsToOurResources',
      set(() => ({ Action: 'glue:*' })),
    ),
  },
  {
    what: 'role: the delivery role may put anywhere',
    spoil: inRoles(
      'PutDeliveries',
      set(() => ({ Resource: '*' })),
    ),
  },
  {
    what: 'role: the delivery role may tidy up behind itself',
    spoil: together(
      inRoles(
        'PutDeliveries',
        set(() => ({ Action: ['s3:PutObject', 's3:AbortMultipartUpload', 's3:DeleteObject*'] })),
      ),
      ({ buckets }) =>
        each(
          only(buckets, 'raw'),
          'DenyRemoval',
          also('ArnNotLikeIfExists', 'aws:PrincipalArn', 'arn:aws:iam::111122223333:role/tapewarden-prod-*'),
        ),
    ),
  },
  {
    what: 'role: answers of Athena anywhere',
    spoil: inRoles(
      'PutAnswers',
      set(() => ({ Resource: '*' })),
    ),
  },
  {
    what: 'role: any work group',
    spoil: inRoles(
      'AskAthena',
      set(() => ({ Resource: '*' })),
    ),
  },
  { what: 'role: handed to any service', spoil: inRoles('RunAsSpark', without('StringEquals')) },
  { what: 'role: everyone’s statements', spoil: inRoles('OwnStatements', without('StringEquals')) },
  {
    what: 'role: any database',
    spoil: inRoles(
      'KeepCatalog',
      set(() => ({ Resource: '*' })),
    ),
  },
];
