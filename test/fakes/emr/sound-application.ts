/** An application as EMR Serverless keeps it, in what is judged. */
export type FakeApplication = {
  name: string;
  type: string;
  state: string;
  releaseLabel: string;
  networkConfiguration?: { subnetIds: string[]; securityGroupIds: string[] };
  maximumCapacity?: { cpu: string; memory: string; disk: string };
  diskEncryptionConfiguration?: { encryptionKeyArn: string };
  autoStopConfiguration?: { enabled: boolean; idleTimeoutMinutes?: number };
  interactiveConfiguration?: {
    studioEnabled?: boolean;
    livyEndpointEnabled?: boolean;
    sessionEnabled?: boolean;
  };
  monitoringConfiguration?: {
    s3MonitoringConfiguration?: { logUri: string; encryptionKeyArn?: string };
    managedPersistenceMonitoringConfiguration?: { enabled: boolean; encryptionKeyArn?: string };
    cloudWatchLoggingConfiguration?: { enabled: boolean; logGroupName?: string; encryptionKeyArn?: string };
  };
  runtimeConfiguration?: { classification: string; properties: Record<string, string> }[];
};

/** An application as it should be: in the VPC, bounded, everything it writes under one key. */
export function soundApplication(key: string): FakeApplication {
  return {
    ...{ name: 'surveillance', type: 'SPARK', state: 'STARTED', releaseLabel: 'emr-7.5.0' },
    networkConfiguration: { subnetIds: ['subnet-1', 'subnet-2'], securityGroupIds: ['sg-workers'] },
    maximumCapacity: { cpu: '64 vCPU', memory: '256 GB', disk: '1000 GB' },
    diskEncryptionConfiguration: { encryptionKeyArn: key },
    autoStopConfiguration: { enabled: true, idleTimeoutMinutes: 15 },
    interactiveConfiguration: { studioEnabled: false, livyEndpointEnabled: false },
    monitoringConfiguration: {
      s3MonitoringConfiguration: { logUri: 's3://acme/lake/jobs/logs/', encryptionKeyArn: key },
      managedPersistenceMonitoringConfiguration: { enabled: false },
      cloudWatchLoggingConfiguration: { enabled: true, logGroupName: '/spark', encryptionKeyArn: key },
    },
    runtimeConfiguration: [
      {
        classification: 'spark-defaults',
        properties: {
          'spark.authenticate': 'true',
          'spark.network.crypto.enabled': 'true',
          'spark.io.encryption.enabled': 'true',
        },
      },
    ],
  };
}
