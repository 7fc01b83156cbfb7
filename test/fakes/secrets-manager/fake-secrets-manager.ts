import { AwsJsonError, AwsJsonFake } from '../aws-json-fake.js';

/** The part of Secrets Manager that hands a secret out, by its ARN. A test sets `AWS_ENDPOINT_URL_SECRETS_MANAGER` to its endpoint. */
export class FakeSecretsManager extends AwsJsonFake {
  /** Text by ARN; bytes where the secret is no text. */
  readonly secrets = new Map<string, string | Uint8Array>();
  /** Whether nobody may read. */
  denied = false;

  private constructor() {
    super('secretsmanager');
  }

  static async start(): Promise<FakeSecretsManager> {
    return new FakeSecretsManager().listen();
  }

  protected act(operation: string, body: string): Promise<object> {
    const { SecretId } = JSON.parse(body) as { SecretId: string };
    if (operation !== 'GetSecretValue') throw new AwsJsonError('UnknownOperationException', operation, 404);
    if (this.denied) throw new AwsJsonError('AccessDeniedException', 'not authorized to GetSecretValue');
    const value = this.secrets.get(SecretId);
    if (value === undefined) throw new AwsJsonError('ResourceNotFoundException', 'no such secret');
    const held =
      typeof value === 'string'
        ? { SecretString: value }
        : { SecretBinary: Buffer.from(value).toString('base64') };
    return Promise.resolve({ ARN: SecretId, Name: 'a secret', VersionId: 'v1', ...held });
  }
}
