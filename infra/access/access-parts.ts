import type { Names } from '../names.js';
import type { Stage } from '../stage.js';

/** What roles and the project's configuration are made of. */
export type AccessParts = {
  stage: Stage;
  names: Names;
  data_key_arn: string;
  audit_key_arn: string;
  logs_key_arn: string;
  /** ARN of the secret that holds the key of tokens. */
  personal_key_arn: string;
  s3_endpoint_id: string;
  applications: Readonly<Record<'surveillance' | 'predefined', string>>;
  workgroup: string;
};
