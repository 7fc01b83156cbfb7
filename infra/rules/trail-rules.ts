import type { CfnResource } from 'aws-cdk-lib';
import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import { NagRuleCompliance } from 'cdk-nag';

/** A trail logs, in every region, signs digests of its logs, and has a key of ours. */
export function trailProvable(node: CfnResource): NagRuleCompliance {
  if (!(node instanceof CfnTrail)) return NagRuleCompliance.NOT_APPLICABLE;
  const { isLogging, isMultiRegionTrail, enableLogFileValidation, kmsKeyId } = node;
  const signed = isLogging === true && isMultiRegionTrail === true && enableLogFileValidation === true;
  return signed && kmsKeyId !== undefined ? NagRuleCompliance.COMPLIANT : NagRuleCompliance.NON_COMPLIANT;
}
