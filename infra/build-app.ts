import { App, type StackProps, Tags } from 'aws-cdk-lib';
import { AccessStack } from './access/access-stack.js';
import { AuditStack } from './audit/audit-stack.js';
import { CatalogStack } from './catalog/catalog-stack.js';
import { ComputeStack } from './compute/compute-stack.js';
import { LakeStack } from './lake/lake-stack.js';
import { namesOf } from './names.js';
import { NetworkStack } from './network/network-stack.js';
import { readRetentionPeriods } from './retention-periods.js';
import { OperationsStack } from './schedule/operations-stack.js';
import { readStage } from './stage.js';
import { StepsStack } from './steps/steps-stack.js';
import { WarehouseStack } from './warehouse/warehouse-stack.js';

/** Where the templates are written, and the context in place of `-c`. */
export type AppSettings = { outdir?: string; context?: Record<string, unknown> };

const RETENTION = new URL('../retention.yaml', import.meta.url);

/** All stacks of one stage. Asks nothing of AWS: the same context gives the same templates, without network or Docker. */
export function buildApp(settings: AppSettings = {}): App {
  const app = new App({
    ...(settings.outdir === undefined ? {} : { outdir: settings.outdir }),
    analyticsReporting: false,
    treeMetadata: false,
    stackTraces: false,
    context: { '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true, ...settings.context },
  });
  const stage = readStage((name) => app.node.tryGetContext(name) as unknown);
  const names = namesOf(stage);
  const periods = readRetentionPeriods(RETENTION);
  const props = (description: string): StackProps => ({
    env: { account: stage.account, region: stage.region },
    terminationProtection: stage.sizes.keep,
    description: `tapewarden ${stage.name}: ${description}`,
  });
  const id = (name: string): string => names.of(name);

  const network = new NetworkStack(app, id('network'), {
    ...props('network without internet'),
    stage,
    names,
  });
  const { s3_endpoint_id, logs_key, subnets, workers } = network;
  const lake = new LakeStack(app, id('lake'), {
    ...props('keys and buckets of records'),
    stage,
    names,
    periods,
    s3_endpoint_id,
  });
  const { data_key, access_logs } = lake;
  const audit = new AuditStack(app, id('audit'), {
    ...props('trail and alarms'),
    ...{ stage, names, periods, s3_endpoint_id, logs_key, access_logs },
  });
  new CatalogStack(app, id('catalog'), { ...props('Glue catalog'), stage, names, key: data_key });
  const compute = new ComputeStack(app, id('compute'), {
    ...props('Spark'),
    ...{ stage, names, data_key, logs_key, subnets, workers },
  });
  const parts = {
    stage,
    names,
    data_key_arn: data_key.keyArn,
    audit_key_arn: audit.audit_key_arn,
    logs_key_arn: logs_key.keyArn,
    personal_key_arn: lake.personal_key_arn,
    s3_endpoint_id,
    applications: compute.application_ids,
    workgroup: names.of('predefined'),
  };
  const access = new AccessStack(app, id('access'), { ...props('roles'), parts });
  access.addStackDependency(compute, 'roles name the applications');
  const warehouse = new WarehouseStack(app, id('warehouse'), {
    ...props('Redshift'),
    ...{ stage, names, key: data_key, subnets, workers },
  });
  warehouse.addStackDependency(access, 'the namespace names the role of the warehouse');
  const steps = new StepsStack(app, id('steps'), {
    ...props('the day'),
    ...{ parts, subnets, workers, logs_key, data_key },
  });
  steps.addStackDependency(access, 'the state machine hands over the role of Spark');
  const { logs, state_machine_arn, watch_arn } = steps;
  new OperationsStack(app, id('operations'), {
    ...props('alarms and schedules'),
    ...{ stage, names, topic: audit.alarms, subnets, workers, data_key, logs, state_machine_arn, watch_arn },
  });
  Tags.of(app).add('application', 'tapewarden');
  Tags.of(app).add('stage', stage.name);
  return app;
}
