import { vi } from 'vitest';

/** Gives the AWS clients credentials and a region of a test, and none of the machine's own; `vi.unstubAllEnvs` takes them back. */
export function stubAwsEnvironment(): void {
  const values = {
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'us-east-1',
    AWS_CONFIG_FILE: '/nothing',
    AWS_SHARED_CREDENTIALS_FILE: '/nothing',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
  for (const [name, value] of Object.entries(values)) vi.stubEnv(name, value);
}
