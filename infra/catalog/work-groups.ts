import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { acknowledge, guardRule, OF_ANOTHER_STACK } from '../acknowledge.js';
import { WORKLOADS } from '../compute/compute-stack.js';
import type { Names } from '../names.js';
import type { Stage } from '../stage.js';

/** Folder of the results bucket that Athena writes answers to. */
export const ANSWERS = 'athena/';

const GIGABYTE = 1_000_000_000;

/** A work group of Athena a class of work, whose settings nobody can override: answers under our key, a limit of bytes a query. */
export function workGroups(scope: Construct, of: { stage: Stage; names: Names; key: IKey }): void {
  const { stage, names, key } = of;
  for (const workload of WORKLOADS) {
    const group = new CfnWorkGroup(scope, `WorkGroup-${workload}`, {
      name: names.of(workload),
      description: `Queries of the class ${workload}`,
      state: 'ENABLED',
      recursiveDeleteOption: !stage.sizes.keep,
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        publishCloudWatchMetricsEnabled: true,
        requesterPaysEnabled: false,
        bytesScannedCutoffPerQuery: stage.sizes.athena_gb * GIGABYTE,
        engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
        resultConfiguration: {
          outputLocation: `s3://${names.bucket('results')}/${ANSWERS}`,
          encryptionConfiguration: { encryptionOption: 'SSE_KMS', kmsKey: key.keyArn },
        },
      },
    });
    acknowledge(group, {
      [guardRule('athena_workgroup_results_encrypted_at_rest_kms_check')]: OF_ANOTHER_STACK,
    });
  }
}
