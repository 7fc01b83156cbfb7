/** What a security configuration of Glue says of keys: of each kind of data the ARN, null where it has none of KMS. */
export type SecurityConfiguration = {
  /** One for each entry of its S3 settings; none where nothing is encrypted. */
  readonly s3: readonly (string | null)[];
  readonly logs: string | null;
  readonly bookmarks: string | null;
};

/** Where a connection of Glue puts the workers of a job. */
export type JobNetwork = { readonly subnet: string | null; readonly security_groups: readonly string[] };

/** The settings that `jobs.glue` gives each job, by the members that name them. */
export type JobSettings = { security_configuration: SecurityConfiguration; connection: JobNetwork };
