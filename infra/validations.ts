import { CfnGuardValidator } from '@cdklabs/cdk-validator-cfnguard';
import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, NIST80053R5Checks, PCIDSS321Checks } from 'cdk-nag';
import { BooksAndRecordsChecks } from './rules/books-and-records-checks.js';

/**
 * Has every template checked when it is written: by cdk-nag (AWS solutions, NIST 800-53 r5, PCI DSS 3.2.1), by cfn-guard with the
 * rules of AWS Control Tower and of `guard_rules` (files or folders), and by our own pack. A finding without reason fails the synthesis.
 */
export function addValidations(app: App, guard_rules: readonly string[] = []): void {
  Validations.of(app).addPlugins(
    new AwsSolutionsChecks(app),
    new NIST80053R5Checks(app),
    new PCIDSS321Checks(app),
    new BooksAndRecordsChecks(app),
    new CfnGuardValidator({ rules: [...guard_rules] }),
  );
}
