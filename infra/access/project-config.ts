import { CfnOutput } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { stepsThat } from '../steps/day-steps.js';
import { DATABASE } from '../warehouse/warehouse-stack.js';
import type { AccessParts } from './access-parts.js';

const OTHER_BUCKETS = ['raw', 'quarantine', 'results', 'state', 'audit'] as const;

/** The text of `tapewarden.yaml` for what was deployed; ids are filled in by CloudFormation (docs/deploy.md). */
export function projectConfigText(parts: AccessParts): string {
  const { stage, names } = parts;
  const role = (actor: Parameters<typeof names.roleArn>[0]): string => names.roleArn(actor);
  const steps = (does: 'reads' | 'writes'): string =>
    stepsThat(does)
      .map((step) => `, ${names.stepRoleArn(step)}`)
      .join('');
  return `lake: s3://${names.bucket('canonical')}
s3:
  kms_key: ${parts.data_key_arn}
  region: ${stage.region}
personal:
  key_secret: ${parts.personal_key_arn}
catalog:
  database: ${names.database}
  region: ${stage.region}
trail:
  arn: ${names.trail_arn}
  region: ${stage.region}
state_machine:
  arn: ${names.machine_arn}
access:
  writers: [${role('pipeline')}, ${role('spark')}, ${role('retention')}${steps('writes')}]
  readers: [${role('warehouse')}, ${role('analyst')}, ${role('auditor')}${steps('reads')}]
  vpc_endpoints: [${parts.s3_endpoint_id}]
  kms_key: ${parts.data_key_arn}
  other_kms_keys: [${parts.audit_key_arn}, ${parts.logs_key_arn}]
${shortLock(stage.sizes.lock_days)}  other_buckets: [${OTHER_BUCKETS.map((purpose) => names.bucket(purpose)).join(', ')}]
  log_bucket: ${names.bucket('access-logs')}
  locked_buckets: [${names.bucket('raw')}, ${names.bucket('audit')}]
  removers: [${role('retention')}]
jobs:
  emr:
    region: ${stage.region}
    role: ${role('spark')}
    disk_kms_key: ${parts.data_key_arn}
  redshift:
    region: ${stage.region}
    role: ${role('warehouse')}
    database: ${DATABASE}
  athena:
    region: ${stage.region}
  classes:
    surveillance:
      application: ${parts.applications.surveillance}
      athena_workgroup: ${names.of('surveillance')}
    predefined:
      application: ${parts.applications.predefined}
      workgroup: ${parts.workgroup}
      athena_workgroup: ${names.of('predefined')}
`;
}

function shortLock(days: number | null): string {
  return days === null ? '' : `  retention_days: ${days}\n`;
}

/** Puts the text among the outputs of the stack. */
export function projectConfig(scope: Construct, parts: AccessParts): void {
  new CfnOutput(scope, 'ProjectConfig', {
    description: 'tapewarden.yaml for this deployment',
    value: projectConfigText(parts),
  });
}
