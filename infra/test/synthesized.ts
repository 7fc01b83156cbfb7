import type { App } from 'aws-cdk-lib';
import { buildApp } from '../build-app.js';

/** A resource as a template has it. */
export type TemplateResource = {
  Type: string;
  Properties: Record<string, unknown>;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
};

/** A template as far as tests look at it. */
export type StackTemplate = {
  Resources: Record<string, TemplateResource>;
  Outputs?: Record<string, { Value: unknown; Export?: { Name: string } }>;
};

/** The templates of a stage by the last part of their stack's name, and the tree they were made of. */
export type Synthesized = { app: App; stacks: Readonly<Record<string, StackTemplate>> };

/** What the tests give in place of an account. */
export const CONTEXT = { account: '111122223333', region: 'us-east-1', organization: 'o-abcdefghij' };

/** Makes the templates of a stage and has nothing check them: CDK's own check takes seconds, and validations.test.ts does it once. */
export function synthesize(stage: 'dev' | 'prod', context: Record<string, unknown> = {}): Synthesized {
  process.env['CDK_VALIDATION'] = 'false';
  const app = buildApp({ context: { ...CONTEXT, stage, ...context } });
  const stacks = app
    .synth()
    .stacks.map(({ stackName, template }): [string, StackTemplate] => [
      stackName.replace(`tapewarden-${stage}-`, ''),
      template as StackTemplate,
    ]);
  return { app, stacks: Object.fromEntries(stacks) };
}

/** All resources of a type, of all stacks. */
export function resourcesOf({ stacks }: Synthesized, type: string): TemplateResource[] {
  return Object.values(stacks).flatMap(({ Resources }) =>
    Object.values(Resources).filter((resource) => resource.Type === type),
  );
}
