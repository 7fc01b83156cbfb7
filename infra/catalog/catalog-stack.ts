import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { CfnDatabase, CfnDataCatalogEncryptionSettings } from 'aws-cdk-lib/aws-glue';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Names } from '../names.js';
import type { Stage } from '../stage.js';
import { workGroups } from './work-groups.js';

/** The database of the lake in an encrypted catalog, and the work groups that ask it. The setting is the account's: all its databases are encrypted with the key. */
export class CatalogStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps & { stage: Stage; names: Names; key: IKey }) {
    super(scope, id, props);
    const { stage, names, key } = props;
    new CfnDataCatalogEncryptionSettings(this, 'Encryption', {
      catalogId: stage.account,
      dataCatalogEncryptionSettings: {
        encryptionAtRest: { catalogEncryptionMode: 'SSE-KMS', sseAwsKmsKeyId: key.keyArn },
        connectionPasswordEncryption: { returnConnectionPasswordEncrypted: true, kmsKeyId: key.keyArn },
      },
    });
    new CfnDatabase(this, 'Database', {
      catalogId: stage.account,
      databaseInput: {
        name: names.database,
        description: 'Tables of the lake, made by "tapewarden catalog sync"',
      },
    });
    workGroups(this, { stage, names, key });
    new CfnOutput(this, 'DatabaseName', { value: names.database });
  }
}
