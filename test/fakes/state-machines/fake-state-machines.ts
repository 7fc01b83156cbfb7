import { AwsJsonError, AwsJsonFake } from '../aws-json-fake.js';

/** A state machine as Step Functions keeps it. */
export type FakeStateMachine = {
  status: 'ACTIVE' | 'DELETING';
  loggingConfiguration: { level: string; includeExecutionData: boolean; destinations: object[] };
  tracingConfiguration: { enabled: boolean };
  encryptionConfiguration: { type: 'AWS_OWNED_KEY' | 'CUSTOMER_MANAGED_KMS_KEY'; kmsKeyId?: string };
};

/**
 * The part of Step Functions that tells about state machines, known by their ARN.
 *
 * Who asks for more than the metadata of a machine with a key is refused, as the service does without the right to decrypt.
 */
export class FakeStateMachines extends AwsJsonFake {
  readonly machines = new Map<string, FakeStateMachine>();
  /** Operations that are refused for lack of permission. */
  readonly denied = new Set<string>();

  private constructor() {
    super('AWSStepFunctions');
  }

  static async start(): Promise<FakeStateMachines> {
    return new FakeStateMachines().listen();
  }

  protected act(operation: string, body: string): Promise<object> {
    if (this.denied.has(operation)) throw new AwsJsonError('AccessDeniedException', 'not allowed');
    if (operation !== 'DescribeStateMachine')
      throw new AwsJsonError('UnknownOperationException', operation, 404);
    const { stateMachineArn, includedData } = JSON.parse(body) as Record<string, string>;
    const machine = this.machines.get(stateMachineArn ?? '');
    if (machine === undefined) throw new AwsJsonError('StateMachineDoesNotExist', `no ${stateMachineArn}`);
    if (machine.encryptionConfiguration.type !== 'AWS_OWNED_KEY' && includedData !== 'METADATA_ONLY')
      throw new AwsJsonError('KmsAccessDeniedException', 'the definition is encrypted');
    return Promise.resolve({ stateMachineArn, definition: '{}', type: 'STANDARD', ...machine });
  }
}

/** A state machine as it should be: every step logged without its data, traced, under one key. */
export function soundMachine(kmsKeyId: string): FakeStateMachine {
  return {
    status: 'ACTIVE',
    loggingConfiguration: {
      level: 'ALL',
      includeExecutionData: false,
      destinations: [
        { cloudWatchLogsLogGroup: { logGroupArn: 'arn:aws:logs:us-east-1:111122223333:log-group:days:*' } },
      ],
    },
    tracingConfiguration: { enabled: true },
    encryptionConfiguration: { type: 'CUSTOMER_MANAGED_KMS_KEY', kmsKeyId },
  };
}
