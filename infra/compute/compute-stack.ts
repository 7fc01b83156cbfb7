import { CfnOutput, Fn, Stack, type StackProps } from 'aws-cdk-lib';
import type { ISecurityGroup, ISubnet } from 'aws-cdk-lib/aws-ec2';
import { CfnApplication } from 'aws-cdk-lib/aws-emrserverless';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { logGroup } from '../log-group.js';
import type { Names } from '../names.js';
import type { Stage } from '../stage.js';
import { taskImages } from './task-image.js';

/** Classes of work (`workload` of a pattern or query); each has an application of its own, so that none starves the other. */
export const WORKLOADS = ['surveillance', 'predefined'] as const;

/** What the stack of Spark needs to know. */
export type ComputeStackProps = StackProps & {
  stage: Stage;
  names: Names;
  data_key: IKey;
  logs_key: IKey;
  subnets: readonly ISubnet[];
  workers: ISecurityGroup;
};

/**
 * An EMR Serverless application a class of work: in the VPC, with a ceiling, logs under our keys; and the images of the Fargate task.
 *
 * CloudFormation has no property for the encryption of disks: each job asks for it with the key of the data (`jobs.emr.disk_kms_key`).
 */
export class ComputeStack extends Stack {
  readonly application_ids: Readonly<Record<(typeof WORKLOADS)[number], string>>;

  constructor(scope: Construct, id: string, props: ComputeStackProps) {
    super(scope, id, props);
    const { stage, names, logs_key } = props;
    taskImages(this, { stage, names, key: props.data_key });
    const group = logGroup(this, 'SparkLogs', { stage, names, thing: 'spark', key: logs_key });
    const application = (workload: (typeof WORKLOADS)[number]): string => {
      const made = new CfnApplication(this, workload, applicationOf(workload, props, group));
      const exportName = names.of(`application-${workload}`);
      new CfnOutput(this, `Application-${workload}`, { value: made.attrApplicationId, exportName });
      return Fn.importValue(exportName);
    };
    this.application_ids = {
      surveillance: application('surveillance'),
      predefined: application('predefined'),
    };
  }
}

function applicationOf(workload: string, props: ComputeStackProps, group: LogGroup) {
  const { stage, names, data_key, logs_key } = props;
  const { vcpu, memory_gb, disk_gb } = stage.sizes.spark;
  return {
    name: names.of(workload),
    type: 'SPARK',
    // Spark 3.5.5; patterns are held equal on 3.5 (docs/parity.md).
    releaseLabel: 'emr-7.9.0',
    architecture: 'X86_64',
    maximumCapacity: { cpu: `${vcpu} vCPU`, memory: `${memory_gb} GB`, disk: `${disk_gb} GB` },
    autoStartConfiguration: { enabled: true },
    autoStopConfiguration: { enabled: true, idleTimeoutMinutes: 15 },
    interactiveConfiguration: { studioEnabled: false, livyEndpointEnabled: false },
    networkConfiguration: {
      subnetIds: props.subnets.map(({ subnetId }) => subnetId),
      securityGroupIds: [props.workers.securityGroupId],
    },
    monitoringConfiguration: {
      managedPersistenceMonitoringConfiguration: { enabled: false },
      s3MonitoringConfiguration: {
        logUri: `s3://${names.bucket('canonical')}/jobs/logs/`,
        encryptionKeyArn: data_key.keyArn,
      },
      cloudWatchLoggingConfiguration: {
        enabled: true,
        logGroupName: group.logGroupName,
        encryptionKeyArn: logs_key.keyArn,
      },
    },
    // Spark's own traffic between driver and executors.
    runtimeConfiguration: [
      {
        classification: 'spark-defaults',
        properties: {
          'spark.authenticate': 'true',
          'spark.network.crypto.enabled': 'true',
          'spark.io.encryption.enabled': 'true',
        },
      },
    ],
  };
}
