import { CfnOutput } from 'aws-cdk-lib';
import { CfnRepository } from 'aws-cdk-lib/aws-ecr';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Names } from '../names.js';
import type { Stage } from '../stage.js';

const KEPT_IMAGES = 20;

/** Where images of the task for large files lie: under our key, each tag given once, looked through when it comes. */
export function taskImages(scope: Construct, of: { stage: Stage; names: Names; key: IKey }): CfnRepository {
  const { stage, names, key } = of;
  const made = new CfnRepository(scope, 'TaskImages', {
    repositoryName: names.of('task'),
    imageTagMutability: 'IMMUTABLE',
    imageScanningConfiguration: { scanOnPush: true },
    encryptionConfiguration: { encryptionType: 'KMS', kmsKey: key.keyArn },
    emptyOnDelete: !stage.sizes.keep,
    lifecyclePolicy: {
      lifecyclePolicyText: JSON.stringify({
        rules: [
          {
            rulePriority: 1,
            description: 'what a redrive or a comparison may still want',
            selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: KEPT_IMAGES },
            action: { type: 'expire' },
          },
        ],
      }),
    },
  });
  new CfnOutput(scope, 'TaskImagesUri', { value: made.attrRepositoryUri });
  return made;
}
