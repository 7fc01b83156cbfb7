/** What of a Redshift Serverless workgroup is judged. */
export type RedshiftWorkgroup = {
  readonly enhanced_vpc_routing: boolean;
  readonly public: boolean;
  readonly parameters: Readonly<Record<string, string>>;
  /** Accounts whose VPCs may have an endpoint of the workgroup. */
  readonly other_accounts: readonly string[];
};

/** What of its namespace is judged. */
export type RedshiftNamespace = {
  readonly key: string | null;
  /** `userlog`, `connectionlog`, `useractivitylog`. */
  readonly log_exports: readonly string[];
  /** Secret that Secrets Manager renews; null where the password is somebody's, or there is none. */
  readonly admin_secret: string | null;
  readonly admin_secret_key: string | null;
};

/** The settings of a warehouse by name; a workgroup names its namespace. */
export type WarehouseSettings = { workgroup: RedshiftWorkgroup; namespace: RedshiftNamespace };
