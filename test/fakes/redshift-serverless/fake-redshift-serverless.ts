import { AwsJsonError, AwsJsonFake } from '../aws-json-fake.js';

/** A workgroup as Redshift Serverless keeps it. */
export type FakeWorkgroup = {
  namespaceName: string;
  enhancedVpcRouting: boolean;
  publiclyAccessible: boolean;
  configParameters: { parameterKey: string; parameterValue: string }[];
  crossAccountVpcs?: string[];
};

/** A namespace as Redshift Serverless keeps it. */
export type FakeNamespace = {
  kmsKeyId: string;
  logExports: string[];
  adminPasswordSecretArn?: string;
  adminPasswordSecretKmsKeyId?: string;
};

/** The part of Redshift Serverless that tells about workgroups and namespaces, both known by their names. */
export class FakeRedshiftServerless extends AwsJsonFake {
  readonly workgroups = new Map<string, FakeWorkgroup>();
  readonly namespaces = new Map<string, FakeNamespace>();
  /** Operations that are refused for lack of permission. */
  readonly denied = new Set<string>();

  private constructor() {
    super('RedshiftServerless');
  }

  static async start(): Promise<FakeRedshiftServerless> {
    return new FakeRedshiftServerless().listen();
  }

  protected act(operation: string, body: string): Promise<object> {
    if (this.denied.has(operation)) throw new AwsJsonError('AccessDeniedException', 'not allowed');
    const { workgroupName = '', namespaceName = '' } = JSON.parse(body) as Record<string, string>;
    switch (operation) {
      case 'GetWorkgroup':
        return Promise.resolve({ workgroup: { workgroupName, ...found(this.workgroups, workgroupName) } });
      case 'GetNamespace':
        return Promise.resolve({ namespace: { namespaceName, ...found(this.namespaces, namespaceName) } });
      default:
        throw new AwsJsonError('UnknownOperationException', operation, 404);
    }
  }
}

function found<Value>(all: ReadonlyMap<string, Value>, name: string): Value {
  const value = all.get(name);
  if (value === undefined) throw new AwsJsonError('ResourceNotFoundException', `no ${name}`, 404);
  return value;
}

/** A workgroup as it should be: inside the VPC, over TLS, with its statements logged. */
export function soundWorkgroup(namespaceName: string): FakeWorkgroup {
  return {
    ...{ namespaceName, enhancedVpcRouting: true, publiclyAccessible: false },
    configParameters: [
      { parameterKey: 'require_ssl', parameterValue: 'true' },
      { parameterKey: 'enable_user_activity_logging', parameterValue: 'true' },
    ],
  };
}

/** A namespace as it should be: under one key, with all logs exported and a password that nobody knows. */
export function soundNamespace(kmsKeyId: string): FakeNamespace {
  return {
    kmsKeyId,
    logExports: ['userlog', 'connectionlog', 'useractivitylog'],
    adminPasswordSecretArn: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:redshift!warehouse-warden',
    adminPasswordSecretKmsKeyId: kmsKeyId,
  };
}
