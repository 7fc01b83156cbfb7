import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Context under which no reason is heeded. */
export const EVERY_FINDING = 'tapewarden:every-finding';

/** Findings of cfn-guard are acknowledged under the name of its plugin. */
export function guardRule(rule: string): string {
  return `cdk-validator-cfnguard::${rule}`;
}

/** A rule that both cdk-nag packs of controls have, with the one reason that answers both. */
export function inBothPacks(rule: string, reason: string): Record<string, string> {
  return { [`NIST.800.53.R5-${rule}`]: reason, [`PCI.DSS.321-${rule}`]: reason };
}

/** Why the policy of a role stands in the role. */
export const INLINE_POLICY = inBothPacks(
  'IAMNoInlinePolicy',
  'A policy that belongs to one role lives and dies with it.',
);

/** Why cfn-guard does not see a key or bucket that is there. */
export const OF_ANOTHER_STACK = 'It is there, as the export of another stack, which the rule cannot follow.';

/** Says of rules that a construct does not meet why it does not have to; each reason stands in the report of exceptions. */
export function acknowledge(construct: IConstruct, reasons: Readonly<Record<string, string>>): void {
  // The tests look at every finding, to hold the reasons against them.
  if (construct.node.tryGetContext(EVERY_FINDING) === true) return;
  for (const [id, reason] of Object.entries(reasons)) Validations.of(construct).acknowledge({ id, reason });
}
