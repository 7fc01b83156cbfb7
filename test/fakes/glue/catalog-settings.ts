/** Settings of a Data Catalog as Glue keeps them; a policy of null is none. */
export type FakeCatalogSettings = {
  EncryptionAtRest: { CatalogEncryptionMode: string; SseAwsKmsKeyId?: string };
  ConnectionPasswordEncryption: { ReturnConnectionPasswordEncrypted: boolean; AwsKmsKeyId?: string };
  policy: object | null;
};

/** A catalog as an account has it that never set anything. */
export function unsetCatalog(): FakeCatalogSettings {
  return {
    EncryptionAtRest: { CatalogEncryptionMode: 'DISABLED' },
    ConnectionPasswordEncryption: { ReturnConnectionPasswordEncrypted: false },
    policy: null,
  };
}

/** A catalog as it should be: encrypted with one key, passwords as well. */
export function soundCatalog(key: string): FakeCatalogSettings {
  return {
    EncryptionAtRest: { CatalogEncryptionMode: 'SSE-KMS', SseAwsKmsKeyId: key },
    ConnectionPasswordEncryption: { ReturnConnectionPasswordEncrypted: true, AwsKmsKeyId: key },
    policy: null,
  };
}
