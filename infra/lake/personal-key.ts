import { CfnOutput, RemovalPolicy } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnResourcePolicy, CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.js';
import { type Names, TOKEN_MAKERS } from '../names.js';
import type { Stage } from '../stage.js';

/** Digits of hexadecimal: 256 bits. */
const DIGITS = 64;

/**
 * The secret with the key of tokens for personal data, by its ARN: made by Secrets Manager, so that no template and no person ever had
 * it, and read by those who read deliveries alone.
 */
export function personalKey(
  scope: Construct,
  { stage, names, key }: { stage: Stage; names: Names; key: IKey },
): string {
  const secret = new CfnSecret(scope, 'PersonalKey', {
    name: names.of('personal-key'),
    description: 'Key of tokens for personal data: 64 hexadecimal digits',
    kmsKeyId: key.keyArn,
    generateSecretString: {
      passwordLength: DIGITS,
      excludeCharacters: 'ghijklmnopqrstuvwxyz',
      excludeUppercase: true,
      excludePunctuation: true,
      includeSpace: false,
      requireEachIncludedType: false,
    },
  });
  if (stage.sizes.keep) secret.applyRemovalPolicy(RemovalPolicy.RETAIN);
  const stays = 'With another key the same person would have another token, and nothing would join any more.';
  acknowledge(secret, {
    'AwsSolutions-SMG4': stays,
    'NIST.800.53.R5-SecretsManagerRotationEnabled': stays,
  });
  const readers = [names.roleArn('pipeline'), ...TOKEN_MAKERS.map((step) => names.stepRoleArn(step))];
  new CfnResourcePolicy(scope, 'PersonalKeyPolicy', {
    secretId: secret.ref,
    blockPublicPolicy: true,
    resourcePolicy: new PolicyDocument({
      statements: [
        new PolicyStatement({
          sid: 'DenyOtherReaders',
          effect: Effect.DENY,
          principals: [new AnyPrincipal()],
          actions: ['secretsmanager:GetSecretValue', 'secretsmanager:BatchGetSecretValue'],
          resources: ['*'],
          conditions: { ArnNotLikeIfExists: { 'aws:PrincipalArn': [...readers, stage.break_glass] } },
        }),
      ],
    }),
  });
  new CfnOutput(scope, 'PersonalKeyArn', { value: secret.ref });
  return secret.ref;
}
