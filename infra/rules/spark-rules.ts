import { type CfnResource, Stack } from 'aws-cdk-lib';
import { CfnApplication } from 'aws-cdk-lib/aws-emrserverless';
import { NagRuleCompliance } from 'cdk-nag';

type Application = {
  networkConfiguration?: { subnetIds?: unknown[]; securityGroupIds?: unknown[] };
  maximumCapacity?: { cpu?: string; memory?: string };
  monitoringConfiguration?: Record<
    string,
    { enabled?: boolean; encryptionKeyArn?: unknown; logUri?: unknown } | undefined
  >;
};

function judge(node: CfnResource, good: (application: Application) => boolean): NagRuleCompliance {
  if (!(node instanceof CfnApplication)) return NagRuleCompliance.NOT_APPLICABLE;
  const application = Stack.of(node).resolve({
    networkConfiguration: node.networkConfiguration,
    maximumCapacity: node.maximumCapacity,
    monitoringConfiguration: node.monitoringConfiguration,
  }) as Application;
  return good(application) ? NagRuleCompliance.COMPLIANT : NagRuleCompliance.NON_COMPLIANT;
}

/** An EMR Serverless application has subnets in two zones at least, and a security group. */
export function sparkInVpc(node: CfnResource): NagRuleCompliance {
  return judge(node, ({ networkConfiguration: network }) => {
    return (network?.subnetIds?.length ?? 0) >= 2 && (network?.securityGroupIds?.length ?? 0) >= 1;
  });
}

/** An EMR Serverless application has a ceiling of processors and memory. */
export function sparkCapacityLimited(node: CfnResource): NagRuleCompliance {
  return judge(node, ({ maximumCapacity: most }) => most?.cpu !== undefined && most.memory !== undefined);
}

/** Every log of an EMR Serverless application is encrypted with a key of ours, and the service keeps none under its own. */
export function sparkLogsEncrypted(node: CfnResource): NagRuleCompliance {
  return judge(node, ({ monitoringConfiguration: logs }) => {
    const kept = logs?.['managedPersistenceMonitoringConfiguration'];
    if (kept?.enabled !== false && kept?.encryptionKeyArn === undefined) return false;
    const sinks = [logs?.['s3MonitoringConfiguration'], logs?.['cloudWatchLoggingConfiguration']];
    return sinks.every(
      (sink) => sink === undefined || sink.enabled === false || sink.encryptionKeyArn !== undefined,
    );
  });
}
