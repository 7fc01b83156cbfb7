/** What is configured of a work group as it should be, besides its limit of bytes. */
export function soundWorkGroup(key: string): object {
  return {
    EnforceWorkGroupConfiguration: true,
    ResultConfiguration: {
      OutputLocation: 's3://acme-results/athena/',
      EncryptionConfiguration: { EncryptionOption: 'SSE_KMS', KmsKey: key },
    },
  };
}
