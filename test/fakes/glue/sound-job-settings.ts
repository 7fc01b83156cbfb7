/** A security configuration as Glue keeps it. */
export type FakeSecurityConfiguration = {
  S3Encryption?: { S3EncryptionMode: string; KmsKeyArn?: string }[];
  CloudWatchEncryption?: { CloudWatchEncryptionMode: string; KmsKeyArn?: string };
  JobBookmarksEncryption?: { JobBookmarksEncryptionMode: string; KmsKeyArn?: string };
};

/** Where a connection leads. */
export type FakeConnection = { SubnetId?: string; SecurityGroupIdList?: string[] };

/** A security configuration as it should be: everything under one key. */
export function soundSecurityConfiguration(KmsKeyArn: string): FakeSecurityConfiguration {
  return {
    S3Encryption: [{ S3EncryptionMode: 'SSE-KMS', KmsKeyArn }],
    CloudWatchEncryption: { CloudWatchEncryptionMode: 'SSE-KMS', KmsKeyArn },
    JobBookmarksEncryption: { JobBookmarksEncryptionMode: 'CSE-KMS', KmsKeyArn },
  };
}

/** A connection into a subnet. */
export function soundConnection(): FakeConnection {
  return { SubnetId: 'subnet-0aaaaaaaaaaaaaaaa', SecurityGroupIdList: ['sg-0aaaaaaaaaaaaaaaa'] };
}
