// Generated from schemas/config.schema.json by npm run generate; do not edit.

/**
 * tapewarden.yaml: where a project keeps its things. Paths are relative to the file.
 */
export interface Config {
  /**
   * Where things are and run under a name, such as local and aws, chosen by --profile or TAPEWARDEN_PROFILE.
   */
  profiles?: {
    [k: string]: Profile;
  };
  /**
   * Folder of deliveries; default deliveries.
   */
  raw?: string;
  /**
   * Folder of the lake, or s3://bucket/prefix, which needs s3; default lake.
   */
  lake?: string;
  s3?: S3;
  personal?: Personal;
  trail?: Trail;
  state_machine?: StateMachine;
  access?: Access;
  /**
   * Folder of feeds; default: those that come with tapewarden.
   */
  feeds?: string;
  /**
   * Folder of predefined queries; default: those that come with tapewarden.
   */
  queries?: string;
  /**
   * Folder of patterns; default: those that come with tapewarden.
   */
  patterns?: string;
  /**
   * Settings by pattern and name, in place of the patterns' defaults.
   */
  settings?: {
    [k: string]: {
      [k: string]: string;
    };
  };
  catalog?: Catalog;
  jobs?: Jobs;
}
/**
 * Members that stand whole in place of the file's own. What patterns look for, their settings, is no matter of where they run.
 */
export interface Profile {
  /**
   * Folder of deliveries; default deliveries.
   */
  raw?: string;
  /**
   * Folder of the lake, or s3://bucket/prefix, which needs s3; default lake.
   */
  lake?: string;
  s3?: S3;
  personal?: Personal;
  trail?: Trail;
  state_machine?: StateMachine;
  access?: Access;
  /**
   * Folder of feeds; default: those that come with tapewarden.
   */
  feeds?: string;
  /**
   * Folder of predefined queries; default: those that come with tapewarden.
   */
  queries?: string;
  /**
   * Folder of patterns; default: those that come with tapewarden.
   */
  patterns?: string;
  catalog?: Catalog;
  jobs?: Jobs;
}
/**
 * How a lake in S3 is written and reached. Credentials come from the environment, the profile or the machine's role.
 */
export interface S3 {
  /**
   * KMS key with which every object is encrypted (SSE-KMS with a bucket key): its ARN, id or alias.
   */
  kms_key: string;
  /**
   * Region of the bucket, such as us-east-1; default: AWS_REGION or the profile's.
   */
  region?: string;
  /**
   * Address of S3, such as that of a VPC endpoint; default: AWS's own.
   */
  endpoint?: string;
  /**
   * Address of KMS, which audit posture asks about the key; default: AWS's own.
   */
  kms_endpoint?: string;
  /**
   * Whether the bucket is named in the path and not in the host name; default false.
   */
  force_path_style?: boolean;
  /**
   * Objects larger than so many MiB are put in parts of this size; default 16.
   */
  part_mib?: number;
  /**
   * Objects and parts that are sent, and held in memory, at once; default 4.
   */
  parallel?: number;
}
/**
 * The secret key by which mapped personal fields become tokens: 64 to 128 hexadecimal digits in a file, an environment variable or a secret of AWS Secrets Manager.
 */
export interface Personal {
  /**
   * File of the key, relative to tapewarden.yaml.
   */
  key_file?: string;
  /**
   * Environment variable of the key.
   */
  key_env?: string;
  /**
   * ARN of the secret of AWS Secrets Manager that holds the key; read when it is needed, and kept nowhere.
   */
  key_secret?: string;
}
/**
 * The CloudTrail trail that audit commands read where no flag names one, and how it is reached.
 */
export interface Trail {
  /**
   * ARN of the trail.
   */
  arn?: string;
  /**
   * Region of its bucket; default: AWS_REGION or the profile's.
   */
  region?: string;
  /**
   * URL of S3 to call in place of AWS's own, such as that of a VPC endpoint.
   */
  endpoint?: string;
  /**
   * URL of CloudTrail to call in place of AWS's own.
   */
  cloudtrail_endpoint?: string;
  /**
   * Whether the bucket is part of the path and not of the host.
   */
  force_path_style?: boolean;
}
/**
 * The Step Functions state machine that starts the days, which audit posture judges.
 */
export interface StateMachine {
  /**
   * ARN of the state machine.
   */
  arn: string;
  /**
   * URL of Step Functions to call in place of AWS's own, such as that of a VPC endpoint.
   */
  endpoint?: string;
}
/**
 * Who may touch a lake in S3, for audit reconcile. Roles are ARNs, compared whole: the role of a session and not the session.
 */
export interface Access {
  /**
   * Roles that may read; writers may as well.
   */
  readers: string[];
  /**
   * Roles that may write and remove.
   *
   * @minItems 1
   */
  writers: [string, ...string[]];
  /**
   * VPC endpoints through which the lake is reached.
   *
   * @minItems 1
   */
  vpc_endpoints: [string, ...string[]];
  /**
   * URL of EC2, which audit posture asks about the VPC endpoints; default: AWS's own.
   */
  ec2_endpoint?: string;
  /**
   * ARN of the key of the lake; default: that of s3, where it is an ARN.
   */
  kms_key?: string;
  /**
   * ARNs of further keys whose loss would harm the record, such as the trail's.
   */
  other_kms_keys?: string[];
  /**
   * Further buckets that are guarded, such as the trail's.
   */
  other_buckets?: string[];
  /**
   * Further bucket, of server access logs: S3 delivers them under its own keys and to no locked bucket.
   */
  log_bucket?: string;
  /**
   * Buckets whose objects are locked (17a-4(f)(2)(i)(B)); of the others only removers may remove, on the record ((A)). Default: all.
   */
  locked_buckets?: string[];
  /**
   * Roles among the writers that may remove what retention.yaml and locks let go; nobody where it is not given.
   */
  removers?: string[];
  /**
   * Days that logs and objects must be kept at least; default 2192, six years.
   */
  retention_days?: number;
  /**
   * Refused calls of one principal in one hour from which on they are told; default 10.
   */
  denied_in_an_hour?: number;
}
/**
 * Database of the Glue Data Catalog that shows the lake to Athena, Spark and Redshift; without it none is kept.
 */
export interface Catalog {
  /**
   * Name of the database, which is made where it is missing; of one lake only.
   */
  database: string;
  /**
   * AWS region of the catalog, which is the region of the bucket: us-east-1.
   */
  region: string;
  /**
   * Where the engines find the lake: s3://bucket/ or s3://bucket/prefix/; default: the lake itself where it is in S3.
   */
  address?: string;
  /**
   * URL to call in place of AWS's own, such as that of a VPC endpoint.
   */
  endpoint?: string;
}
/**
 * Where job plans run. Without it they run on this machine.
 */
export interface Jobs {
  /**
   * What the worker process of this machine may take.
   */
  local?: {
    /**
     * Memory of the database, in megabytes; default 1200.
     */
    memory_mb?: number;
    /**
     * Threads; default 2.
     */
    threads?: number;
    /**
     * Minutes after which a job is ended; default 120.
     */
    timeout_minutes?: number;
  };
  /**
   * EMR Serverless, which runs plans on Spark; needs a lake in S3.
   */
  emr?: {
    /**
     * AWS region of the applications, which is that of the bucket.
     */
    region: string;
    /**
     * ARN of the role that jobs run under; each job gets only as much of it as its plan needs.
     */
    role: string;
    /**
     * ARN of the KMS key that encrypts the local disks of workers, sent with each job; default: that of the application, else one of the service.
     */
    disk_kms_key?: string;
    /**
     * URL to call in place of AWS's own, such as that of a VPC endpoint.
     */
    endpoint?: string;
    /**
     * Prices in US dollars; default: those of us-east-1 on x86, 0.052624, 0.0057785 and 0.000111.
     */
    rates?: {
      /**
       * Of a virtual processor for an hour.
       */
      vcpu_hour: string;
      /**
       * Of a gigabyte of memory for an hour.
       */
      memory_gb_hour: string;
      /**
       * Of a gigabyte of storage for an hour.
       */
      storage_gb_hour: string;
    };
  };
  /**
   * Redshift, which runs plans over copies of their files in temporary tables; needs a lake in S3.
   */
  redshift?: {
    /**
     * AWS region of the warehouses, which is that of the bucket.
     */
    region: string;
    /**
     * ARN of the role of the warehouse that COPY reads the lake with.
     */
    role: string;
    /**
     * Database that statements run in; only temporary tables are made there.
     */
    database: string;
    /**
     * ARN of the secret to connect with; default: the caller's own identity.
     */
    secret_arn?: string;
    /**
     * URL of Redshift Serverless, which audit posture asks about the workgroups; default: AWS's own.
     */
    serverless_endpoint?: string;
    /**
     * User of a cluster to connect as; default: the caller's own identity.
     */
    db_user?: string;
    /**
     * URL to call in place of AWS's own, such as that of a VPC endpoint.
     */
    endpoint?: string;
  };
  /**
   * Athena, which runs plans and queries over the tables of the catalog; needs a lake in S3 and a catalog.
   */
  athena?: {
    /**
     * AWS region of the work groups, which is that of the bucket.
     */
    region: string;
    /**
     * URL to call in place of AWS's own, such as that of a VPC endpoint.
     */
    endpoint?: string;
    /**
     * Price of a terabyte that is scanned, US dollars; default: that of us-east-1, 5.00.
     */
    usd_per_tb?: string;
  };
  /**
   * Glue jobs, which run plans on Spark; needs a lake in S3.
   */
  glue?: {
    /**
     * AWS region of the jobs, which is that of the bucket.
     */
    region: string;
    /**
     * ARN of the role that jobs run under; each job gets only as much of it as its plan needs.
     */
    role: string;
    /**
     * Name of the security configuration of every job: keys of what it writes, logs and bookmarks.
     */
    security_configuration?: string;
    /**
     * Name of the connection of every job, which puts its workers into a subnet; without one they are in a network of Glue's own.
     */
    connection?: string;
    /**
     * URL to call in place of AWS's own, such as that of a VPC endpoint.
     */
    endpoint?: string;
    /**
     * Price of a data processing unit for an hour, US dollars; default: that of us-east-1, 0.44.
     */
    usd_per_dpu_hour?: string;
  };
  /**
   * What each class of work runs on.
   */
  classes?: {
    surveillance?: WorkloadClass;
    predefined?: WorkloadClass;
  };
}
/**
 * One class of work with its own application.
 */
export interface WorkloadClass {
  /**
   * Id of its EMR Serverless application.
   */
  application?: string;
  /**
   * Redshift Serverless workgroup that runs it.
   */
  workgroup?: string;
  /**
   * Redshift cluster that runs it, where it has no workgroup.
   */
  cluster?: string;
  /**
   * Athena work group that runs it.
   */
  athena_workgroup?: string;
  /**
   * Plans with inputs of at most so many megabytes run on this machine; default 256.
   */
  local_up_to_mb?: number;
  /**
   * Minutes after which EMR Serverless or Glue ends an attempt; default 60.
   */
  timeout_minutes?: number;
  /**
   * Times that EMR Serverless tries a job by itself; default 1.
   */
  attempts?: number;
  /**
   * Executors of 4 vCPU and 16 GB at most, beside the driver; default 8.
   */
  executors?: number;
  /**
   * What one attempt may cost at most, US dollars. A job whose estimate is higher is not submitted; the time limit keeps every other below it.
   */
  ceiling_usd?: string;
}
