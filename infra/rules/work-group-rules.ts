import { type CfnResource, Stack } from 'aws-cdk-lib';
import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { NagRuleCompliance } from 'cdk-nag';

/** A work group of Athena has a limit of bytes and a key for answers, and no query overrides them. */
export function workGroupLimited(node: CfnResource): NagRuleCompliance {
  if (!(node instanceof CfnWorkGroup)) return NagRuleCompliance.NOT_APPLICABLE;
  const own = Stack.of(node).resolve(node.workGroupConfiguration) as
    | {
        enforceWorkGroupConfiguration?: boolean;
        bytesScannedCutoffPerQuery?: number;
        resultConfiguration?: { encryptionConfiguration?: { kmsKey?: unknown } };
      }
    | undefined;
  // CloudFormation enforces where nothing is said.
  const enforced = own?.enforceWorkGroupConfiguration !== false;
  const limited = own?.bytesScannedCutoffPerQuery !== undefined;
  const encrypted = own?.resultConfiguration?.encryptionConfiguration?.kmsKey !== undefined;
  return enforced && limited && encrypted ? NagRuleCompliance.COMPLIANT : NagRuleCompliance.NON_COMPLIANT;
}
