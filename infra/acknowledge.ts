import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Context under which no reason is heeded. */
export const EVERY_FINDING = 'tapewarden:every-finding';

/** Says of rules that a construct does not meet why it does not have to; each reason stands in the report of exceptions. */
export function acknowledge(construct: IConstruct, reasons: Readonly<Record<string, string>>): void {
  // The tests look at every finding, to hold the reasons against them.
  if (construct.node.tryGetContext(EVERY_FINDING) === true) return;
  for (const [id, reason] of Object.entries(reasons)) Validations.of(construct).acknowledge({ id, reason });
}
