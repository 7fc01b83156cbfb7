import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { AccessParts } from './access-parts.js';
import { actorRole } from './actor-role.js';
import { grantsOf } from './grants-of.js';
import { projectConfig } from './project-config.js';

/** One role for each of those who act, and the `tapewarden.yaml` that fits what was made. */
export class AccessStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps & { parts: AccessParts }) {
    super(scope, id, props);
    const { parts } = props;
    for (const [actor, grants] of grantsOf(parts)) actorRole(this, actor, { parts, grants });
    projectConfig(this, parts);
  }
}
