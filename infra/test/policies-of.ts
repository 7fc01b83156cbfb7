import type { PolicyDocument } from '../../src/security/policy/policy-document.js';
import { resolveIntrinsics } from './resolve-intrinsics.js';
import type { StackTemplate, Synthesized, TemplateResource } from './synthesized.js';

/** All policies of a stage, as documents without open ends, by what they are attached to. */
export type StagePolicies = {
  buckets: Record<string, PolicyDocument>;
  keys: Record<string, PolicyDocument>;
  endpoints: Record<string, PolicyDocument>;
  roles: Record<string, PolicyDocument>;
  secrets: Record<string, PolicyDocument>;
};

/** Id by which a VPC endpoint of a service is known in the tests. */
export function endpointId(service: string): string {
  return `vpce-${service}`;
}

/** Reads the policies out of the templates of prod; ids that AWS would give are made of names. */
export function policiesOf({ stacks }: Synthesized): StagePolicies {
  const policies: StagePolicies = { buckets: {}, keys: {}, endpoints: {}, roles: {}, secrets: {} };
  for (const stack of Object.values(stacks)) {
    const value = (piece: unknown): unknown => resolvedPiece(piece, stack, stacks);
    for (const resource of Object.values(stack.Resources)) {
      const { Properties } = resource;
      const document = (property: string): PolicyDocument => value(Properties[property]) as PolicyDocument;
      if (resource.Type === 'AWS::S3::BucketPolicy')
        policies.buckets[purposeOf(String(value(Properties['Bucket'])))] = document('PolicyDocument');
      if (resource.Type === 'AWS::KMS::Key') policies.keys[keyName(resource)] = document('KeyPolicy');
      if (resource.Type === 'AWS::SecretsManager::ResourcePolicy')
        policies.secrets[String(value(Properties['SecretId'])).replace(secretArn(''), '')] =
          document('ResourcePolicy');
      if (resource.Type === 'AWS::EC2::VPCEndpoint')
        policies.endpoints[serviceOf(resource)] = document('PolicyDocument');
      if (resource.Type === 'AWS::IAM::Policy' && Properties['PolicyName'] === 'grants')
        policies.roles[actorOf(value(Properties['Roles']), stack)] = document('PolicyDocument');
    }
  }
  return policies;
}

function purposeOf(bucket: string): string {
  return bucket.replace(/^tapewarden-prod-(.*)-111122223333-us-east-1$/, '$1');
}

function serviceOf({ Properties }: TemplateResource): string {
  return String(Properties['ServiceName']).replace('com.amazonaws.us-east-1.', '');
}

function keyName({ Properties }: TemplateResource): string {
  const name = { Records: 'data', Logs: 'logs', The: 'audit' }[
    String(Properties['Description']).split(' ')[0] ?? ''
  ];
  if (name === undefined) throw new Error('a key that the tests do not know');
  return name;
}

function actorOf(roles: unknown, { Resources }: StackTemplate): string {
  const [logical] = roles as string[];
  return String(Resources[logical ?? '']?.Properties['RoleName'] ?? logical).replace('tapewarden-prod-', '');
}

const PSEUDO_PARAMETERS: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::AccountId': '111122223333',
  'AWS::Region': 'us-east-1',
};

const HERE = 'us-east-1:111122223333';
/** How ARNs of things that have names begin, and the property of the name. */
const ARNS: Readonly<Record<string, readonly [begins: string, property: string]>> = {
  'AWS::SNS::Topic': [`sns:${HERE}:`, 'TopicName'],
  'AWS::SQS::Queue': [`sqs:${HERE}:`, 'QueueName'],
  'AWS::IAM::Role': ['iam::111122223333:role/', 'RoleName'],
  'AWS::Lambda::Function': [`lambda:${HERE}:function:`, 'FunctionName'],
  'AWS::StepFunctions::StateMachine': [`states:${HERE}:stateMachine:`, 'StateMachineName'],
  'AWS::SecretsManager::Secret': [`secretsmanager:${HERE}:secret:`, 'Name'],
  'AWS::ECS::Cluster': [`ecs:${HERE}:cluster/`, 'ClusterName'],
  'AWS::ECS::TaskDefinition': [`ecs:${HERE}:task-definition/`, 'Family'],
};
const REF_IS_ARN = ['AWS::SNS::Topic', 'AWS::SecretsManager::Secret', 'AWS::ECS::TaskDefinition'];

/** A piece of a stack's template without open ends; ids that AWS would give are made of names. */
export function resolvedPiece(piece: unknown, stack: StackTemplate, stacks: Synthesized['stacks']): unknown {
  return resolveIntrinsics(piece, (name) => open(name, stack, stacks));
}

function open(name: string, stack: StackTemplate, stacks: Synthesized['stacks']): string {
  for (const other of Object.values(stacks))
    for (const { Value, Export } of Object.values(other.Outputs ?? {}))
      if (Export?.Name === name)
        return String(resolveIntrinsics(Value, (inner) => open(inner, other, stacks)));
  if (name.startsWith('AWS::')) return PSEUDO_PARAMETERS[name] ?? name;
  const [logical = '', attribute] = name.split('.');
  const resource = stack.Resources[logical];
  if (resource === undefined) return name;
  const { Type, Properties } = resource;
  if (Type === 'AWS::S3::Bucket') {
    const bucket = String(Properties['BucketName']);
    return attribute === 'Arn' ? `arn:aws:s3:::${bucket}` : bucket;
  }
  if (Type === 'AWS::KMS::Key') return keyArn(keyName(resource));
  if (Type === 'AWS::EC2::VPCEndpoint') return endpointId(serviceOf(resource));
  if (Type === 'AWS::EMRServerless::Application')
    return `00${String(Properties['Name']).replace(/[^a-z0-9]/g, '')}`;
  const named = ARNS[Type];
  if (named === undefined || (attribute !== 'Arn' && !REF_IS_ARN.includes(Type))) return logical;
  const { [named[1]]: given } = Properties;
  return `arn:aws:${named[0]}${String(given)}${Type === 'AWS::ECS::TaskDefinition' ? ':1' : ''}`;
}

/** ARN of one of our keys in the tests. */
export function keyArn(name: string): string {
  return `arn:aws:kms:us-east-1:111122223333:key/${name}`;
}

/** ARN of one of our secrets in the tests, without the six characters that AWS puts behind. */
export function secretArn(name: string): string {
  return `arn:aws:secretsmanager:${HERE}:secret:tapewarden-prod-${name}`;
}

/** A copy that may be spoiled. */
export function copied(policies: StagePolicies): StagePolicies {
  return structuredClone(policies);
}
