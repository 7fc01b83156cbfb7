import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { OperationalFailure } from '../../domain/operational-failure.js';
import { clientOptions } from '../../store/client-options.js';
import { type RetryMeans, retryWithJitter, TriedInVain } from '../../store/retry-with-jitter.js';
import { isTransient, s3ErrorFacts } from '../../store/s3-error-facts.js';

const LIMITS = { attempts: 5, first_wait_ms: 100, longest_wait_ms: 5_000, deadline_ms: 30_000 };

/**
 * The text of a secret of Secrets Manager, by its ARN, from the region that the ARN names.
 *
 * Throws `secret-unreadable` where it is denied, not there or no text, and `secret-unavailable`, which may pass by itself. No message
 * holds the text.
 */
export async function readSecret(arn: string, means: RetryMeans): Promise<string> {
  const [, , , region = ''] = arn.split(':');
  const client = new SecretsManagerClient(clientOptions({ region, endpoint: null }));
  try {
    const { SecretString } = await retryWithJitter(
      {
        act: () => client.send(new GetSecretValueCommand({ SecretId: arn })),
        isTransient: (error) => isTransient(s3ErrorFacts(error)),
      },
      LIMITS,
      means,
    );
    if (SecretString !== undefined) return SecretString;
  } catch (error) {
    throw failureOf(arn, error);
  } finally {
    client.destroy();
  }
  throw new OperationalFailure('secret-unreadable', { secret: arn, reason: 'it holds bytes and no text' });
}

function failureOf(secret: string, error: unknown): OperationalFailure {
  const { cause, attempts } = error instanceof TriedInVain ? error : { cause: error, attempts: 1 };
  const facts = s3ErrorFacts(cause);
  const reason = `${facts.name}: ${facts.message}`;
  if (isTransient(facts))
    return new OperationalFailure(
      'secret-unavailable',
      { secret, reason, attempts },
      { cause, retryable: true },
    );
  return new OperationalFailure('secret-unreadable', { secret, reason }, { cause });
}
