import { type CfnResource, Stack } from 'aws-cdk-lib';
import { CfnBucket, CfnBucketPolicy } from 'aws-cdk-lib/aws-s3';
import { NagRuleCompliance } from 'cdk-nag';
import { listOf, type PolicyDocument, type PolicyStatement } from './policy-document.js';

function denialsOf(policy: CfnBucketPolicy): PolicyStatement[] {
  const { Statement } = Stack.of(policy).resolve(policy.policyDocument) as PolicyDocument;
  return listOf(Statement).filter(({ Effect }) => Effect === 'Deny');
}

function verdict(good: boolean): NagRuleCompliance {
  return good ? NagRuleCompliance.COMPLIANT : NagRuleCompliance.NON_COMPLIANT;
}

const NETWORK = /^aws:(SourceVpce|SourceVpc|VpceOrgID|VpceAccount)$/i;

/** A bucket denies what does not come through a VPC endpoint, for bucket and objects, whoever asks. */
export function bucketEndpointOnly(node: CfnResource): NagRuleCompliance {
  if (!(node instanceof CfnBucketPolicy)) return NagRuleCompliance.NOT_APPLICABLE;
  return verdict(
    denialsOf(node).some(({ Condition = {}, Principal, Resource }) => {
      const everyone = Principal === '*' || listOf(Principal?.['AWS']).includes('*');
      const named = Object.entries(Condition).some(
        ([operator, keys]) =>
          /^StringNot(Equals|Like)(IfExists)?$/.test(operator) &&
          Object.keys(keys).some((key) => NETWORK.test(key)),
      );
      return everyone && named && listOf<unknown>(Resource).length >= 2;
    }),
  );
}

/** No denial holds several keys in one negated operator: they are ANDed, so that whoever fulfils one of them is let through. */
export function bucketDenialsApart(node: CfnResource): NagRuleCompliance {
  if (!(node instanceof CfnBucketPolicy)) return NagRuleCompliance.NOT_APPLICABLE;
  return verdict(
    denialsOf(node).every(({ Condition = {} }) =>
      Object.entries(Condition).every(
        ([operator, keys]) => !operator.includes('Not') || Object.keys(keys).length === 1,
      ),
    ),
  );
}

/** A lock of a bucket is of compliance mode and has a period; a bucket without lock is not looked at. */
export function bucketLockCompliance(node: CfnResource): NagRuleCompliance {
  if (!(node instanceof CfnBucket) || node.objectLockEnabled !== true)
    return NagRuleCompliance.NOT_APPLICABLE;
  const lock = Stack.of(node).resolve(node.objectLockConfiguration) as
    | { rule?: { defaultRetention?: { mode?: string; days?: number; years?: number } } }
    | undefined;
  const { mode, days, years } = lock?.rule?.defaultRetention ?? {};
  return verdict(mode === 'COMPLIANCE' && (days ?? years ?? 0) > 0);
}
