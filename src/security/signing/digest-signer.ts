/** A key that signs digests of SHA-256 and never leaves its place. */
export interface DigestSigner {
  /** Its ARN, how it signs, and its public half as SubjectPublicKeyInfo (DER). */
  readonly describe: () => Promise<SigningKey>;
  /** The signature of a digest of 32 bytes: of ECDSA as DER, of RSA by PKCS #1 v1.5. */
  readonly sign: (digest: Uint8Array) => Promise<Uint8Array>;
}

export type SigningKey = {
  readonly arn: string;
  readonly algorithm: 'ecdsa-sha256' | 'rsa-sha256';
  readonly public_key: Uint8Array;
};
