import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { BUCKETS, type BucketPurpose, type Names } from '../names.js';
import { ourPrincipals } from '../our-principals.js';
import type { Stage } from '../stage.js';

/**
 * What goes through the gateway endpoint of S3: our principals to our buckets, and the reading of what EMR ships its workers and ECR
 * keeps of images.
 *
 * Nobody's own credentials carry data out to another bucket, and nothing of us is read with foreign ones.
 */
export function s3EndpointPolicy(stage: Stage, names: Names): PolicyDocument {
  const arns = (Object.keys(BUCKETS) as BucketPurpose[]).map((purpose) => names.bucketArn(purpose));
  return new PolicyDocument({
    statements: [
      new PolicyStatement({
        sid: 'OurPrincipalsToOurBuckets',
        effect: Effect.ALLOW,
        principals: [new AnyPrincipal()],
        actions: [
          's3:ListBucket',
          's3:ListBucketVersions',
          's3:ListBucketMultipartUploads',
          's3:GetBucket*',
          's3:GetEncryptionConfiguration',
          's3:GetLifecycleConfiguration',
          's3:GetObject*',
          's3:PutObject',
          's3:PutObjectRetention',
          's3:PutObjectLegalHold',
          's3:AbortMultipartUpload',
          's3:ListMultipartUploadParts',
          's3:DeleteObject',
          's3:DeleteObjectVersion',
        ],
        resources: [...arns, ...arns.map((arn) => `${arn}/*`)],
        conditions: { StringEquals: { ...ourPrincipals(stage), 'aws:ResourceAccount': stage.account } },
      }),
      new PolicyStatement({
        sid: 'WhatEmrShipsItsWorkers',
        effect: Effect.ALLOW,
        principals: [new AnyPrincipal()],
        actions: ['s3:GetObject'],
        resources: [
          `arn:${stage.partition}:s3:::prod.${stage.region}.appinfo.src/*`,
          `arn:${stage.partition}:s3:::repo.${stage.region}.emr.amazonaws.com/*`,
        ],
      }),
      new PolicyStatement({
        sid: 'LayersOfImages',
        effect: Effect.ALLOW,
        principals: [new AnyPrincipal()],
        actions: ['s3:GetObject'],
        resources: [`arn:${stage.partition}:s3:::prod-${stage.region}-starport-layer-bucket/*`],
      }),
    ],
  });
}
