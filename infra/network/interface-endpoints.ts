import {
  CfnVPCEndpoint,
  type ISecurityGroup,
  type ISubnet,
  type IVpc,
  Port,
  SecurityGroup,
} from 'aws-cdk-lib/aws-ec2';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { ourPrincipals } from '../our-principals.js';
import type { Stage } from '../stage.js';

/** Nobody pushes an image from inside. */
const FETCHING_IMAGES = [
  'ecr:BatchCheckLayerAvailability',
  'ecr:BatchGetImage',
  'ecr:GetDownloadUrlForLayer',
];

/** What may be asked of each service from inside the VPC: what tapewarden, Spark and Redshift call, and no more. */
export const ENDPOINT_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  kms: ['kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey'],
  sts: ['sts:AssumeRole', 'sts:GetCallerIdentity'],
  logs: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
  glue: [
    'glue:GetDatabase',
    'glue:GetDatabases',
    'glue:CreateDatabase',
    'glue:GetTable',
    'glue:GetTables',
    'glue:CreateTable',
    'glue:UpdateTable',
    'glue:GetPartition',
    'glue:GetPartitions',
    'glue:BatchCreatePartition',
    'glue:BatchUpdatePartition',
    'glue:BatchDeletePartition',
  ],
  'emr-serverless': [
    'emr-serverless:StartJobRun',
    'emr-serverless:GetJobRun',
    'emr-serverless:ListJobRuns',
    'emr-serverless:CancelJobRun',
    'emr-serverless:GetDashboardForJobRun',
    'emr-serverless:GetApplication',
  ],
  athena: [
    'athena:StartQueryExecution',
    'athena:GetQueryExecution',
    'athena:BatchGetQueryExecution',
    'athena:ListQueryExecutions',
    'athena:GetQueryResults',
    'athena:StopQueryExecution',
    'athena:GetWorkGroup',
  ],
  'redshift-data': [
    'redshift-data:BatchExecuteStatement',
    'redshift-data:ExecuteStatement',
    'redshift-data:DescribeStatement',
    'redshift-data:GetStatementResult',
    'redshift-data:ListStatements',
    'redshift-data:CancelStatement',
  ],
  cloudtrail: [
    'cloudtrail:DescribeTrails',
    'cloudtrail:GetTrailStatus',
    'cloudtrail:GetEventSelectors',
    'cloudtrail:ListPublicKeys',
  ],
  secretsmanager: ['secretsmanager:GetSecretValue'],
  'ecr.api': [...FETCHING_IMAGES, 'ecr:GetAuthorizationToken'],
  'ecr.dkr': FETCHING_IMAGES,
  scheduler: ['scheduler:ListSchedules', 'scheduler:CreateSchedule', 'scheduler:DeleteSchedule'],
};

/** One interface endpoint a service, each with a policy for our principals and resources, answering to `clients` only. */
export function interfaceEndpoints(
  scope: Construct,
  place: { stage: Stage; vpc: IVpc; subnets: readonly ISubnet[]; clients: ISecurityGroup },
): void {
  const { stage, vpc, clients } = place;
  const group = new SecurityGroup(scope, 'Endpoints', {
    vpc,
    description: 'Interface endpoints of tapewarden',
    allowAllOutbound: false,
  });
  clients.connections.allowTo(group, Port.tcp(443), 'services of AWS, through their endpoints');
  for (const [service, actions] of Object.entries(ENDPOINT_ACTIONS)) {
    new CfnVPCEndpoint(scope, `Endpoint-${service}`, {
      vpcId: vpc.vpcId,
      vpcEndpointType: 'Interface',
      privateDnsEnabled: true,
      serviceName: `com.amazonaws.${stage.region}.${service}`,
      subnetIds: place.subnets.slice(0, stage.sizes.endpoint_zones).map(({ subnetId }) => subnetId),
      securityGroupIds: [group.securityGroupId],
      policyDocument: new PolicyDocument({
        statements: [
          new PolicyStatement({
            sid: 'OurPrincipalsToOurResources',
            effect: Effect.ALLOW,
            principals: [new AnyPrincipal()],
            actions: [...actions],
            // Every resource that is ours: the condition says whose, as in AWS's data perimeter policies.
            resources: ['*'],
            conditions: { StringEquals: { ...ourPrincipals(stage), ...resourceAccount(service, stage) } },
          }),
        ],
      }),
    });
  }
}

// GetCallerIdentity and GetAuthorizationToken have no resource, and a role that is taken may be of another account of the organization.
function resourceAccount(service: string, stage: Stage): Record<string, string> {
  return ['sts', 'ecr.api'].includes(service) ? {} : { 'aws:ResourceAccount': stage.account };
}
