import {
  GetNamespaceCommand,
  GetWorkgroupCommand,
  RedshiftServerlessClient,
} from '@aws-sdk/client-redshift-serverless';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { clientOptions } from '../../../src/store/client-options.js';
import { stubAwsEnvironment } from '../aws-environment.js';
import { FakeRedshiftServerless, soundNamespace, soundWorkgroup } from './fake-redshift-serverless.js';

let fake: FakeRedshiftServerless;
let client: RedshiftServerlessClient;

beforeEach(async () => {
  stubAwsEnvironment();
  fake = await FakeRedshiftServerless.start();
  fake.workgroups.set('reports', soundWorkgroup('warehouse'));
  fake.namespaces.set('warehouse', soundNamespace('key'));
  client = new RedshiftServerlessClient(clientOptions({ region: 'us-east-1', endpoint: fake.endpoint }));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  client.destroy();
  await fake.stop();
});

test("AWS's own client reads a workgroup, and the namespace that it names", async () => {
  const { workgroup } = await client.send(new GetWorkgroupCommand({ workgroupName: 'reports' }));
  expect(workgroup).toMatchObject({ workgroupName: 'reports', publiclyAccessible: false });
  const { namespace } = await client.send(
    new GetNamespaceCommand({ namespaceName: workgroup?.namespaceName ?? '' }),
  );
  expect(namespace).toMatchObject({ namespaceName: 'warehouse', kmsKeyId: 'key' });
});

test('what is not there, denied or throttled answers with the code of the service', async () => {
  const asked = (workgroupName: string) => client.send(new GetWorkgroupCommand({ workgroupName }));
  await expect(asked('none')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  fake.denied.add('GetWorkgroup');
  await expect(asked('reports')).rejects.toMatchObject({ name: 'AccessDeniedException' });
  fake.faults = () => ({ kind: 'error', code: 'ThrottlingException', status: 400 });
  await expect(asked('reports')).rejects.toMatchObject({ name: 'ThrottlingException' });
});
