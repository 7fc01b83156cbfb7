/** Whether two stages differ in a number, it stands here; no construct asks for the name of a stage. */
export type StageSizes = {
  /** Days that raw deliveries and the audit trail cannot be removed; null for those of retention.yaml. */
  lock_days: number | null;
  /** Whether a bucket or key survives the stack that made it. */
  keep: boolean;
  /** Availability zones in which each interface endpoint has an address; each costs by the hour. */
  endpoint_zones: number;
  /** Days in which the deletion of a key can be called off, 7 to 30. */
  key_deletion_days: number;
  /** What all jobs of one EMR Serverless application may use at once. */
  spark: { vcpu: number; memory_gb: number; disk_gb: number };
  /** Ranges of files that are canonicalized at once, each by a function of its own. */
  children: number;
  /** Gigabytes that one query of Athena may read. */
  athena_gb: number;
  /** Redshift processing units: at rest and at most. */
  warehouse: { base: number; most: number };
  /** Days that logs of services stay in CloudWatch; the trail itself is kept by `lock_days`. */
  log_days: 30 | 365;
};

/** One deployment: where, of whom and how large. */
export type Stage = {
  name: string;
  account: string;
  region: string;
  partition: string;
  /** Id of the AWS organization whose principals are ours; null where the account alone is. */
  organization: string | null;
  /** Role that may reach the buckets from anywhere, for the day the endpoint is gone; each use is an alarm. */
  break_glass: string;
  /** Role that CloudFormation works with: the only one that may change a bucket or key. */
  deployer: string;
  /** Roles of people and machines that may take the roles of tapewarden. */
  operators: readonly string[];
  /** AWS's list of the addresses of S3 in the region, which workers may talk to. */
  s3_prefix_list: string;
  /** Profile of tapewarden.yaml in the bundle; null for the file's own members. */
  profile: string | null;
  /** Name of the bundle's content (`npm run bundle`); zeros where nothing is to be deployed. */
  code: string;
  sizes: StageSizes;
};

const SIZES: Readonly<Record<string, StageSizes>> = {
  dev: {
    lock_days: 1,
    keep: false,
    endpoint_zones: 1,
    key_deletion_days: 7,
    spark: { vcpu: 40, memory_gb: 160, disk_gb: 400 },
    children: 50,
    athena_gb: 10,
    warehouse: { base: 8, most: 16 },
    log_days: 30,
  },
  prod: {
    lock_days: null,
    keep: true,
    endpoint_zones: 3,
    key_deletion_days: 30,
    spark: { vcpu: 400, memory_gb: 1600, disk_gb: 4000 },
    children: 500,
    athena_gb: 500,
    warehouse: { base: 32, most: 128 },
    log_days: 365,
  },
};

/** Reads one value of the context (`-c name=value`); undefined where it is not set. */
export type ReadContext = (name: string) => unknown;

/**
 * The stage that the context describes: `stage` (dev or prod), `account`, `region`, `organization`, `break_glass`, `operators`
 * (role ARNs, comma between), `deployer` and, outside the regions known here, `s3_prefix_list`.
 *
 * What is not given is filled for a look at the templates: account 111122223333, which nobody can deploy to. Throws on a value of
 * the wrong form.
 */
export function readStage(context: ReadContext): Stage {
  const read = reader(context);
  const name = read('stage', /^(dev|prod)$/, 'dev');
  const sizes = SIZES[name];
  if (sizes === undefined) throw new Error(`-c stage: no sizes of ${name}`);
  const account = read('account', /^\d{12}$/, '111122223333');
  const region = read('region', /^[a-z]{2}(-[a-z]+)+-\d$/, 'us-east-1');
  const partition = partitionOf(region);
  const role = `arn:${partition}:iam::${account}:role`;
  const organization = read('organization', /^(o-[a-z0-9]{10,32})?$/, '');
  const arn = /^arn:[a-z-]+:iam::\d{12}:role\/[\w+=,.@/-]+$/;
  return {
    name,
    account,
    region,
    partition,
    organization: organization === '' ? null : organization,
    break_glass: read('break_glass', arn, `${role}/break-glass`),
    deployer: read('deployer', arn, `${role}/cdk-hnb659fds-cfn-exec-role-${account}-${region}`),
    operators: read('operators', /./, `${role}/surveillance-operator`)
      .split(',')
      .map((operator) => checked('operators', operator.trim(), arn)),
    s3_prefix_list: read('s3_prefix_list', /^pl-[0-9a-f]{8,17}$/, S3_PREFIX_LISTS[region] ?? ''),
    code: read('code', /^[0-9a-f]{64}$/, '0'.repeat(64)),
    profile: read('profile', /^[\w-]*$/, '') || null,
    sizes,
  };
}

const S3_PREFIX_LISTS: Readonly<Record<string, string>> = {
  'us-east-1': 'pl-63a5400a',
  'us-east-2': 'pl-7ba54012',
  'us-west-2': 'pl-68a54001',
  'eu-west-1': 'pl-6da54004',
};

type Read = (name: string, form: RegExp, otherwise: string) => string;

function reader(read: ReadContext): Read {
  return (name, form, otherwise) => {
    const value = read(name) ?? otherwise;
    return checked(name, typeof value === 'string' || typeof value === 'number' ? String(value) : '', form);
  };
}

function checked(name: string, value: string, form: RegExp): string {
  if (form.test(value)) return value;
  throw new Error(`-c ${name}=${value}: expected a value of the form ${form.source}; see docs/deploy.md`);
}

function partitionOf(region: string): string {
  if (region.startsWith('us-gov-')) return 'aws-us-gov';
  return region.startsWith('cn-') ? 'aws-cn' : 'aws';
}
