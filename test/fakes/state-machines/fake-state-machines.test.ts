import { DescribeStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { clientOptions } from '../../../src/store/client-options.js';
import { stubAwsEnvironment } from '../aws-environment.js';
import { FakeStateMachines, soundMachine } from './fake-state-machines.js';

const stateMachineArn = 'arn:aws:states:us-east-1:111122223333:stateMachine:days';
let fake: FakeStateMachines;
let client: SFNClient;

beforeEach(async () => {
  stubAwsEnvironment();
  fake = await FakeStateMachines.start();
  fake.machines.set(stateMachineArn, soundMachine('key'));
  client = new SFNClient(clientOptions({ region: 'us-east-1', endpoint: fake.endpoint }));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  client.destroy();
  await fake.stop();
});

const asked = (arn = stateMachineArn, includedData?: 'METADATA_ONLY') =>
  client.send(new DescribeStateMachineCommand({ stateMachineArn: arn, includedData }));

test("AWS's own client reads the settings of a machine without its definition", async () => {
  expect(await asked(stateMachineArn, 'METADATA_ONLY')).toMatchObject({
    ...{ status: 'ACTIVE', definition: '{}', tracingConfiguration: { enabled: true } },
    encryptionConfiguration: { type: 'CUSTOMER_MANAGED_KMS_KEY', kmsKeyId: 'key' },
  });
});

test('the definition of a machine with a key is refused to who may not decrypt', async () => {
  await expect(asked()).rejects.toMatchObject({ name: 'KmsAccessDeniedException' });
});

test('what is not there, denied or throttled answers with the code of the service', async () => {
  await expect(asked(`${stateMachineArn}2`)).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
  fake.denied.add('DescribeStateMachine');
  await expect(asked()).rejects.toMatchObject({ name: 'AccessDeniedException' });
  fake.faults = () => ({ kind: 'error', code: 'ThrottlingException', status: 400 });
  await expect(asked()).rejects.toMatchObject({ name: 'ThrottlingException' });
});
