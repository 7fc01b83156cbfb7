import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { ISecurityGroup, ISubnet } from 'aws-cdk-lib/aws-ec2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnNamespace, CfnWorkgroup } from 'aws-cdk-lib/aws-redshiftserverless';
import type { Construct } from 'constructs';
import type { Names } from '../names.js';
import type { Stage } from '../stage.js';

/** What the stack of Redshift needs to know. */
export type WarehouseStackProps = StackProps & {
  stage: Stage;
  names: Names;
  key: IKey;
  subnets: readonly ISubnet[];
  workers: ISecurityGroup;
};

/** Database that queries run in; only temporary tables and the external schema are made there. */
export const DATABASE = 'surveillance';

/** A Redshift Serverless workgroup for predefined queries: TLS only, all traffic through the VPC, everything it does logged. */
export class WarehouseStack extends Stack {
  readonly workgroup: string;

  constructor(scope: Construct, id: string, props: WarehouseStackProps) {
    super(scope, id, props);
    const { stage, names, key } = props;
    const namespace = new CfnNamespace(this, 'Namespace', {
      namespaceName: names.of('warehouse'),
      dbName: DATABASE,
      adminUsername: 'warden',
      manageAdminPassword: true,
      adminPasswordSecretKmsKeyId: key.keyArn,
      kmsKeyId: key.keyArn,
      iamRoles: [names.roleArn('warehouse')],
      defaultIamRoleArn: names.roleArn('warehouse'),
      logExports: ['userlog', 'connectionlog', 'useractivitylog'],
      ...(stage.sizes.keep ? { finalSnapshotName: names.of('final'), finalSnapshotRetentionPeriod: 30 } : {}),
    });
    this.workgroup = names.of('predefined');
    const workgroup = new CfnWorkgroup(this, 'Workgroup', {
      workgroupName: this.workgroup,
      namespaceName: namespace.namespaceName,
      baseCapacity: stage.sizes.warehouse.base,
      maxCapacity: stage.sizes.warehouse.most,
      enhancedVpcRouting: true,
      publiclyAccessible: false,
      subnetIds: props.subnets.map(({ subnetId }) => subnetId),
      securityGroupIds: [props.workers.securityGroupId],
      tags: [{ key: 'tapewarden', value: this.workgroup }],
      configParameters: [
        { parameterKey: 'require_ssl', parameterValue: 'true' },
        { parameterKey: 'enable_user_activity_logging', parameterValue: 'true' },
        { parameterKey: 'max_query_execution_time', parameterValue: '3600' },
      ],
    });
    workgroup.addResourceDependency(namespace);
    new CfnOutput(this, 'WorkgroupName', { value: this.workgroup });
    // CloudFormation makes no schemas; docs/deploy.md runs the statement once.
    new CfnOutput(this, 'ExternalSchemaSql', {
      value: `CREATE EXTERNAL SCHEMA IF NOT EXISTS lake FROM DATA CATALOG DATABASE '${names.database}' IAM_ROLE '${names.roleArn('warehouse')}' REGION '${stage.region}'`,
    });
  }
}
