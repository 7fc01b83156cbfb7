import { expect, test } from 'vitest';
import { matchesWildcard } from '../../../src/security/policy/matches-wildcard.js';
import { listOf } from '../../../src/security/policy/policy-document.js';
import { copied, policiesOf, resolvedPiece } from '../policies-of.js';
import { inShort, judged, type Who } from '../requests.js';
import { inRoles, set } from '../spoil.js';
import { synthesize } from '../synthesized.js';

/**
 * What a service asks of KMS in the name of whoever calls it, where the thing that is called for lies under a key: of each type of
 * resource the property with the key, how its ARN ends in the tests, and the rights by pattern of the action.
 */
const UNDER_A_KEY: Readonly<
  Record<
    string,
    {
      key: string;
      arn: (properties: Record<string, unknown>) => string;
      via: string;
      rights: Readonly<Record<string, readonly string[]>>;
      context?: (arn: string) => Record<string, string>;
    }
  >
> = {
  'AWS::S3::Bucket': {
    key: 'BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault.KMSMasterKeyID',
    arn: ({ BucketName }) => `arn:aws:s3:::${String(BucketName)}/object`,
    via: 's3',
    // With parts S3 reads what it has before it puts the rest: userguide/mpuoverview.html of S3.
    rights: { 's3:PutObject': ['GenerateDataKey', 'Decrypt'], 's3:GetObject*': ['Decrypt'] },
    context: (arn) => ({ 'kms:EncryptionContext:aws:s3:arn': arn.replace('/object', '') }),
  },
  'AWS::SNS::Topic': {
    key: 'KmsMasterKeyId',
    arn: ({ TopicName }) => `arn:aws:sns:us-east-1:111122223333:${String(TopicName)}`,
    via: 'sns',
    rights: { 'sns:Publish': ['GenerateDataKey', 'Decrypt'] },
  },
  'AWS::SQS::Queue': {
    key: 'KmsMasterKeyId',
    arn: ({ QueueName }) => `arn:aws:sqs:us-east-1:111122223333:${String(QueueName)}`,
    via: 'sqs',
    rights: { 'sqs:SendMessage': ['GenerateDataKey', 'Decrypt'] },
  },
  'AWS::SecretsManager::Secret': {
    key: 'KmsKeyId',
    arn: ({ Name }) => `arn:aws:secretsmanager:us-east-1:111122223333:secret:${String(Name)}`,
    via: 'secretsmanager',
    rights: { 'secretsmanager:GetSecretValue': ['Decrypt'] },
  },
  'AWS::Glue::DataCatalogEncryptionSettings': {
    key: 'DataCatalogEncryptionSettings.EncryptionAtRest.SseAwsKmsKeyId',
    arn: () => 'arn:aws:glue:us-east-1:111122223333:catalog',
    via: 'glue',
    // "Any client that accesses or writes to an encrypted catalog": glue/latest/ug/set-up-encryption.html.
    rights: Object.fromEntries(
      ['GetTable*', 'GetPartition*', 'CreateTable', 'UpdateTable', 'Batch*'].map((action) => [
        `glue:${action}`,
        ['GenerateDataKey', 'Decrypt', 'Encrypt'],
      ]),
    ),
  },
  'AWS::StepFunctions::StateMachine': {
    key: 'EncryptionConfiguration.KmsKeyId',
    arn: ({ StateMachineName }) =>
      `arn:aws:states:us-east-1:111122223333:stateMachine:${String(StateMachineName)}`,
    via: 'states',
    // Starting wants nothing, describing Decrypt: step-functions/latest/dg/encryption-at-rest.html.
    rights: { 'states:DescribeStateMachine': ['Decrypt'] },
  },
};

type Need = { who: Who; does: string; action: string; key: string; context: Record<string, string> };

const stage = synthesize('prod');
const policies = policiesOf(stage);

/** Everything that a role may do to something under a key, with what KMS is then asked. */
function needs(): Need[] {
  return Object.values(stage.stacks).flatMap((stack) =>
    Object.values(stack.Resources).flatMap(({ Type, Properties }) => {
      const kind = UNDER_A_KEY[Type];
      if (kind === undefined) return [];
      const piece = kind.key
        .split('.')
        .reduce<unknown>((whole, name) => (whole as Record<string, unknown> | undefined)?.[name], Properties);
      const arn = String(resolvedPiece(piece ?? '', stack, stage.stacks));
      if (!arn.includes(':key/')) return [];
      const thing = kind.arn(Properties);
      const key = arn.replace(/.*:key\//, '');
      return Object.entries(kind.rights).flatMap(([pattern, rights]) =>
        whoMay(pattern, thing).flatMap(([who, does]) =>
          rights.map((right) => ({
            ...{ who, does: `${does} ${thing}`, action: `kms:${right}`, key },
            context: { 'kms:ViaService': `${kind.via}.us-east-1.amazonaws.com`, ...kind.context?.(thing) },
          })),
        ),
      );
    }),
  );
}

/** Roles whose grants name an action of the pattern on a thing, or on things below it. */
function whoMay(pattern: string, thing: string): [Who, string][] {
  const bucket = thing.replace('/object', '');
  return Object.entries(policies.roles).flatMap(([who, { Statement }]) =>
    listOf(Statement)
      .filter(({ Resource }) =>
        listOf(Resource).some(
          (arn) => matchesWildcard(arn, thing) || (thing.endsWith('/object') && arn.startsWith(`${bucket}/`)),
        ),
      )
      .flatMap(({ Action }) => listOf(Action))
      .filter((action) => matchesWildcard(pattern, action))
      .map((action): [Who, string] => [who as Who, action]),
  );
}

function refused(of: typeof policies): string[] {
  return needs()
    .filter(({ who, action, key, context }) => {
      const asked = { who, action, on: `key ${key}`, through: null, context };
      return inShort(judged(of, asked)) !== 'allowed';
    })
    .map(({ who, does, action }) => `${who}: ${does} without ${action}`);
}

test('whoever may use a thing that lies under a key may use the key through its service', () => {
  expect(refused(policies)).toEqual([]);
});

test('the things that were looked at are of every service whose callers need the key', () => {
  const looked = needs();
  expect(looked.length).toBeGreaterThan(100);
  expect(new Set(looked.map(({ context }) => context['kms:ViaService']?.split('.')[0]))).toEqual(
    new Set(['s3', 'sns', 'secretsmanager', 'glue', 'states']),
  );
  const kinds = new Set(
    Object.values(stage.stacks)
      .flatMap(({ Resources }) => Object.values(Resources))
      .map(({ Type }) => Type),
  );
  for (const kind of Object.keys(UNDER_A_KEY)) expect(kinds).toContain(kind);
});

test.each([
  [
    'the key of the topic is forgotten',
    inRoles(
      'TopicKey',
      set(() => ({ Action: 'kms:DescribeKey' })),
    ),
    'day: sns:Publish',
  ],
  [
    'the key of the catalog may only decrypt',
    inRoles(
      'CatalogKey',
      set(() => ({ Action: 'kms:Decrypt' })),
    ),
    'function-sync-catalog: glue:',
  ],
  [
    'the key of records may only decrypt',
    inRoles(
      'RecordsKey',
      set(() => ({ Action: 'kms:Decrypt' })),
    ),
    'delivery: s3:PutObject',
  ],
])('a role that lacks a right is named where %s', (_, spoil, expected) => {
  const spoiled = copied(policies);
  spoil(spoiled);
  expect(refused(spoiled).join('\n')).toContain(expected);
});
