import type { CfnResource } from 'aws-cdk-lib';
import { NagMessageLevel, NagPack, type NagPackProps, type NagRuleCompliance } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { bucketDenialsApart, bucketEndpointOnly, bucketLockCompliance } from './bucket-rules.js';
import { sparkCapacityLimited, sparkInVpc, sparkLogsEncrypted } from './spark-rules.js';
import { trailProvable } from './trail-rules.js';
import { warehouseInVpc, warehouseKeyAndLogs, warehouseTlsOnly } from './warehouse-rules.js';
import { workGroupLimited } from './work-group-rules.js';

type Rule = {
  name: string;
  rule: (node: CfnResource) => NagRuleCompliance;
  info: string;
  explanation: string;
};

/** The rules of the pack, each named after the good state. */
export const RULES: readonly Rule[] = [
  {
    name: 'S3EndpointOnly',
    rule: bucketEndpointOnly,
    info: 'The bucket answers outside a VPC endpoint.',
    explanation: 'Stolen credentials read records from anywhere.',
  },
  {
    name: 'S3DenialsApart',
    rule: bucketDenialsApart,
    info: 'A denial holds several keys in one negated operator.',
    explanation: 'Keys of one operator are ANDed: whoever fulfils one is let through.',
  },
  {
    name: 'S3LockCompliance',
    rule: bucketLockCompliance,
    info: 'The lock is not of compliance mode with a period.',
    explanation: 'A lock of governance mode can be passed, which SEC 17a-4(f) does not accept by itself.',
  },
  {
    name: 'EMRServerlessInVpc',
    rule: sparkInVpc,
    info: 'The application has no network of its own.',
    explanation: 'Jobs reach the internet, and records leave with them.',
  },
  {
    name: 'EMRServerlessCapacityLimited',
    rule: sparkCapacityLimited,
    info: 'The application has no ceiling.',
    explanation: 'One job takes the quota of the account.',
  },
  {
    name: 'EMRServerlessLogsEncrypted',
    rule: sparkLogsEncrypted,
    info: 'A log of the application is not under our key.',
    explanation: 'Logs quote records.',
  },
  {
    name: 'RedshiftServerlessTlsOnly',
    rule: warehouseTlsOnly,
    info: 'require_ssl is not true.',
    explanation: 'Records and passwords cross the network in the clear.',
  },
  {
    name: 'RedshiftServerlessInVpc',
    rule: warehouseInVpc,
    info: 'The workgroup is public or does not route through the VPC.',
    explanation: 'COPY and UNLOAD pass by the endpoint and its policy.',
  },
  {
    name: 'RedshiftServerlessKeyAndLogs',
    rule: warehouseKeyAndLogs,
    info: 'The namespace has no key of ours or does not log what is asked.',
    explanation: 'Who read which record cannot be told afterwards.',
  },
  {
    name: 'CloudTrailProvable',
    rule: trailProvable,
    info: 'The trail does not log, leaves out regions, signs no digests or has no key of ours.',
    explanation: 'A record of who touched what that cannot be proven is none (SEC 17a-4(f)(2)(i)(A)).',
  },
  {
    name: 'AthenaWorkGroupLimited',
    rule: workGroupLimited,
    info: 'The work group has no limit of bytes, no key for answers, or lets a query override them.',
    explanation: 'Answers are records, and one query reads the whole lake.',
  },
];

/** A cdk-nag pack for those who keep books and records on S3, EMR Serverless, Redshift Serverless and Athena, under a trail. */
export class BooksAndRecordsChecks extends NagPack {
  readonly name = 'BooksAndRecords';

  constructor(scope?: IConstruct, props?: NagPackProps) {
    super(scope, props);
    this.packName = 'BooksAndRecords';
  }

  protected checkResource(node: CfnResource): void {
    for (const { name, rule, info, explanation } of RULES)
      this.applyRule({
        ruleSuffixOverride: name,
        rule,
        info,
        explanation,
        level: NagMessageLevel.ERROR,
        node,
      });
  }
}
