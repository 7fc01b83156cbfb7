import { type CfnResource, Stack } from 'aws-cdk-lib';
import { CfnNamespace, CfnWorkgroup } from 'aws-cdk-lib/aws-redshiftserverless';
import { NagRuleCompliance } from 'cdk-nag';

function verdict(good: boolean): NagRuleCompliance {
  return good ? NagRuleCompliance.COMPLIANT : NagRuleCompliance.NON_COMPLIANT;
}

/** A Redshift Serverless workgroup takes connections over TLS only. */
export function warehouseTlsOnly(node: CfnResource): NagRuleCompliance {
  if (!(node instanceof CfnWorkgroup)) return NagRuleCompliance.NOT_APPLICABLE;
  const parameters = (Stack.of(node).resolve(node.configParameters) ?? []) as {
    parameterKey?: string;
    parameterValue?: string;
  }[];
  return verdict(
    parameters.some((one) => one.parameterKey === 'require_ssl' && one.parameterValue === 'true'),
  );
}

/** A Redshift Serverless workgroup is private, and its traffic to S3 goes through the VPC and its endpoint. */
export function warehouseInVpc(node: CfnResource): NagRuleCompliance {
  if (!(node instanceof CfnWorkgroup)) return NagRuleCompliance.NOT_APPLICABLE;
  return verdict(node.enhancedVpcRouting === true && node.publiclyAccessible === false);
}

/** A Redshift Serverless namespace has a key of ours, and logs connections, users and what they do. */
export function warehouseKeyAndLogs(node: CfnResource): NagRuleCompliance {
  if (!(node instanceof CfnNamespace)) return NagRuleCompliance.NOT_APPLICABLE;
  const logs = node.logExports ?? [];
  const all = ['userlog', 'connectionlog', 'useractivitylog'].every((log) => logs.includes(log));
  return verdict(node.kmsKeyId !== undefined && all);
}
