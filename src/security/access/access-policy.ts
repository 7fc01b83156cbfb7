/** Who may do what to the lake, as a project's configuration says it. Lists are compared whole and by case. */
export type AccessPolicy = {
  readonly lake: { readonly bucket: string; readonly prefix: string };
  /** ARN of the key with which every object of the lake is encrypted. */
  readonly kms_key: string;
  /** ARNs of roles or identities that may read; writers may as well. */
  readonly readers: readonly string[];
  readonly writers: readonly string[];
  /** Ids of the VPC endpoints through which the lake is reached. */
  readonly vpc_endpoints: readonly string[];
  /** Keys besides the lake's own whose loss would harm the record, such as the trail's. */
  readonly other_kms_keys: readonly string[];
  /** Buckets besides the lake's own that are guarded: those of the trails. */
  readonly other_buckets: readonly string[];
  /** Days that logs and objects must be kept at least. */
  readonly retention_days: number;
  /** Refused calls of one principal in one hour from which on they are told. */
  readonly denied_in_an_hour: number;
};
