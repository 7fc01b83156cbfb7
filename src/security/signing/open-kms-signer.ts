import {
  GetPublicKeyCommand,
  type GetPublicKeyCommandOutput,
  KMSClient,
  SignCommand,
} from '@aws-sdk/client-kms';
import { OperationalFailure } from '../../domain/operational-failure.js';
import { clientOptions, type ServicePlace } from '../../store/client-options.js';
import { type RetryMeans, retryWithJitter, TriedInVain } from '../../store/retry-with-jitter.js';
import { isTransient, s3ErrorFacts } from '../../store/s3-error-facts.js';
import type { DigestSigner, SigningKey } from './digest-signer.js';

const LIMITS = { attempts: 5, first_wait_ms: 100, longest_wait_ms: 5_000, deadline_ms: 30_000 };
const DENIED = /^(AccessDenied|AccessDeniedException|UnauthorizedException)$/;
const ALGORITHMS = { 'ecdsa-sha256': 'ECDSA_SHA_256', 'rsa-sha256': 'RSASSA_PKCS1_V1_5_SHA_256' } as const;

/**
 * A key of KMS, by its ARN, id or alias, as a signer. Signing again gives another valid signature, so a lost reply is asked for anew.
 *
 * Throws `signing-denied`, `signing-key-unfit` where the key is missing, not enabled or not for signing so, `signing-unavailable`.
 */
export function openKmsSigner(KeyId: string, place: ServicePlace, means: RetryMeans): DigestSigner {
  const client = new KMSClient(clientOptions(place));
  let described: Promise<SigningKey> | undefined;
  const describe = (): Promise<SigningKey> => {
    described ??= asked('kms:GetPublicKey', { key: KeyId, means }, () =>
      client.send(new GetPublicKeyCommand({ KeyId })),
    ).then((answer) => signingKeyOf(KeyId, answer));
    return described;
  };
  return {
    describe,
    sign: async (Message) => {
      // The alias may be moved in between; the key that was described is the one that signs.
      const { arn, algorithm } = await describe();
      const { Signature } = await asked('kms:Sign', { key: KeyId, means }, () =>
        client.send(
          new SignCommand({
            ...{ KeyId: arn, Message, MessageType: 'DIGEST' },
            SigningAlgorithm: ALGORITHMS[algorithm],
          }),
        ),
      );
      if (Signature === undefined) throw unfit(KeyId, 'KMS answered without a signature');
      return Signature;
    },
  };
}

type Answer = Pick<GetPublicKeyCommandOutput, 'KeyId' | 'PublicKey' | 'KeyUsage' | 'SigningAlgorithms'>;

function signingKeyOf(
  key: string,
  { KeyId, PublicKey, KeyUsage, SigningAlgorithms = [] }: Answer,
): SigningKey {
  const algorithm = (['ecdsa-sha256', 'rsa-sha256'] as const).find((name) =>
    SigningAlgorithms.includes(ALGORITHMS[name]),
  );
  if (
    KeyUsage !== 'SIGN_VERIFY' ||
    KeyId === undefined ||
    PublicKey === undefined ||
    algorithm === undefined
  ) {
    const ways = SigningAlgorithms.length === 0 ? 'nothing' : SigningAlgorithms.join(', ');
    throw unfit(key, `its usage is ${KeyUsage ?? 'unknown'} and it signs by ${ways}`);
  }
  return { arn: KeyId, algorithm, public_key: PublicKey };
}

function unfit(key: string, reason: string): OperationalFailure {
  return new OperationalFailure('signing-key-unfit', { key, reason });
}

async function asked<Value>(
  operation: string,
  { key, means }: { key: string; means: RetryMeans },
  act: () => Promise<Value>,
): Promise<Value> {
  try {
    const trial = { act, isTransient: (error: unknown) => isTransient(s3ErrorFacts(error)) };
    return await retryWithJitter(trial, LIMITS, means);
  } catch (error) {
    const cause = error instanceof TriedInVain ? error.cause : error;
    const attempts = error instanceof TriedInVain ? error.attempts : 1;
    const facts = s3ErrorFacts(cause);
    const reason = `${facts.name}: ${facts.message}`;
    if (DENIED.test(facts.name))
      throw new OperationalFailure('signing-denied', { key, operation, reason }, { cause });
    if (isTransient(facts))
      throw new OperationalFailure('signing-unavailable', { key, operation, reason, attempts }, { cause });
    throw new OperationalFailure('signing-key-unfit', { key, reason }, { cause });
  }
}
