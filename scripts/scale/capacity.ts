import type { PriceName, ScaleInputs } from './measured-figures.js';

/** What is assumed of a day, and not measured: each line of docs/scale.md names it. */
export const ASSUMED = {
  records_per_file: 5_000_000,
  feeds: 3000,
  /** vCPUs and memory of one function, of one task, and of one executor of Spark for each vCPU. */
  lambda: { vcpu: 2, memory_mb: 3538, disk_gb: 4 },
  fargate: { vcpu: 2, memory_gb: 4 },
  emr_gb_per_vcpu: 4,
  /** Time that executors are paid for beyond their work: starting, shuffling, waiting for the last. */
  spark_overhead: 2,
  states_per_file: 4,
  window_hours: 2,
  /** The most traded symbol's share of a day's records. */
  hottest_symbol: 0.05,
  /** Seconds between two commits of one feed's chain: read the end, put the next entry, over a network. */
  commit_seconds: 0.1,
} as const;

/** Seconds of one vCPU on Lambda that a GB-second buys: 1,769 MB are one vCPU. */
const LAMBDA_MB_PER_VCPU = 1769;

/** One stage of a day: the arithmetic as text, and what it comes to. */
export type Stage = {
  readonly name: string;
  readonly measured: boolean;
  readonly steps: readonly string[];
  readonly core_hours: number | null;
  readonly usd: number;
};

/** A day of so many records: bytes, files and stages. */
export type Capacity = {
  readonly records: number;
  readonly raw_tb: number;
  readonly parquet_tb: number;
  readonly files: number;
  readonly core_seconds: number;
  readonly lambda_usd: number;
  readonly fargate_usd: number;
  readonly stages: readonly Stage[];
};

type Day = {
  records: number;
  files: number;
  core_seconds: number;
  raw: number;
  parquet: number;
  inputs: ScaleInputs;
  price: (name: PriceName) => number;
};

/** What a day costs by measured figures and list prices; seconds are of one core, and time is spread evenly over cores. */
export function capacityOf(records: number, inputs: ScaleInputs): Capacity {
  const { figures } = inputs.canonicalize;
  const day: Day = {
    records,
    files: Math.ceil(records / ASSUMED.records_per_file),
    core_seconds: (records * figures.cpu_seconds) / figures.records,
    raw: (records * figures.bytes) / figures.records,
    parquet: (records * figures.written_bytes) / figures.records,
    inputs,
    price: (name) => inputs.prices.prices[name].usd,
  };
  const lambda = onLambda(day);
  const fargate = onFargate(day);
  return {
    records,
    raw_tb: day.raw / 1e12,
    parquet_tb: day.parquet / 1e12,
    files: day.files,
    core_seconds: day.core_seconds,
    lambda_usd: lambda.usd,
    fargate_usd: fargate.usd,
    stages: [lambda, fargate, requests(day), transitions(day), patternsOf(day), verifying(day), storing(day)],
  };
}

function onLambda({ records, files, core_seconds, inputs, price }: Day): Stage {
  const { records: benched, cpu_seconds } = inputs.canonicalize.figures;
  const gb_seconds = (core_seconds * LAMBDA_MB_PER_VCPU) / 1024;
  const disk = (core_seconds / ASSUMED.lambda.vcpu) * (ASSUMED.lambda.disk_gb - 0.5);
  const [compute, scratch, calls] = [
    gb_seconds * price('lambda_gb_second'),
    disk * price('lambda_disk_gb_second'),
    files * price('lambda_request'),
  ] as const;
  return {
    name: 'canonicalize on Lambda',
    measured: true,
    steps: [
      `${n(benched)} records / ${cpu_seconds.toFixed(2)} s of processor = ${n(benched / cpu_seconds)} records a core-second`,
      `${n(records)} / ${n(benched / cpu_seconds)} = ${n(core_seconds)} core-seconds = ${n(core_seconds / 3600)} core-hours`,
      `× 1,769 MB a vCPU / 1,024 = ${n(gb_seconds)} GB-seconds × $${price('lambda_gb_second')} = ${usd(compute)}`,
      `disk of ${ASSUMED.lambda.disk_gb} GB less 0.5 that are free, ${ASSUMED.lambda.vcpu} vCPUs a function: ${n(disk)} GB-seconds × $${plain(price('lambda_disk_gb_second'))} = ${usd(scratch)}`,
      `${n(files)} requests × $${plain(price('lambda_request'))} = ${usd(calls)}`,
    ],
    core_hours: core_seconds / 3600,
    usd: compute + scratch + calls,
  };
}

function onFargate({ core_seconds, price }: Day): Stage {
  const hours = core_seconds / 3600;
  const cost = hours * taskHour(price);
  return {
    name: 'or canonicalize on Fargate',
    measured: true,
    steps: [
      `${n(hours)} vCPU-hours × ($${price('fargate_vcpu_hour')} + ${GB_PER_TASK_VCPU} GB × $${price('fargate_gb_hour')}) = ${usd(cost)}`,
    ],
    core_hours: hours,
    usd: cost,
  };
}

function requests({ files, inputs, price }: Day): Stage {
  const { deliveries, puts_and_lists, gets } = inputs.s3.figures;
  const [puts, reads] = [puts_and_lists / deliveries, gets / deliveries] as const;
  return {
    name: 'requests to S3 while canonicalizing',
    measured: true,
    steps: [
      `counted on the fake of S3: ${puts.toFixed(1)} puts and lists, ${reads.toFixed(1)} gets a delivery`,
      `${n(files)} × ${puts.toFixed(1)} × $${plain(price('s3_put'))} + ${n(files)} × ${reads.toFixed(1)} × $${plain(price('s3_get'))}`,
    ],
    core_hours: null,
    usd: files * (puts * price('s3_put') + reads * price('s3_get')),
  };
}

function transitions({ files, price }: Day): Stage {
  return {
    name: 'Step Functions, fan-out',
    measured: false,
    steps: [
      `${n(files)} files × ${ASSUMED.states_per_file} transitions × $${plain(price('states_transition'))}`,
    ],
    core_hours: null,
    usd: files * ASSUMED.states_per_file * price('states_transition'),
  };
}

function patternsOf({ records, inputs, price }: Day): Stage {
  const { patterns, cpu_seconds, events } = inputs.patterns.figures;
  const per_event = cpu_seconds / events;
  const hours = (records * per_event * ASSUMED.spark_overhead) / 3600;
  return {
    name: `all ${patterns} patterns on EMR Serverless`,
    measured: false,
    steps: [
      `embedded: ${cpu_seconds.toFixed(1)} s of processor for ${n(events)} events = ${(per_event * 1e6).toFixed(1)} µs an event`,
      `× ${n(records)} × ${ASSUMED.spark_overhead} for Spark / 3,600 = ${n(hours)} vCPU-hours × ($${price('emr_vcpu_hour')} + ${ASSUMED.emr_gb_per_vcpu} GB × $${price('emr_gb_hour')})`,
    ],
    core_hours: hours,
    usd: hours * (price('emr_vcpu_hour') + ASSUMED.emr_gb_per_vcpu * price('emr_gb_hour')),
  };
}

function verifying({ records, inputs, price }: Day): Stage {
  const { cpu_seconds, rows } = inputs.verify.figures;
  const hours = (records * cpu_seconds) / rows / 3600;
  return {
    name: 'lake verify, on Fargate',
    measured: true,
    steps: [
      `${cpu_seconds.toFixed(2)} s of processor for ${n(rows)} rows; × ${n(records)} / 3,600 = ${n(hours)} vCPU-hours`,
    ],
    core_hours: hours,
    usd: hours * taskHour(price),
  };
}

function storing({ raw, parquet, price }: Day): Stage {
  return {
    name: 'storage, each month that the day is kept',
    measured: true,
    steps: [
      `(${tb(raw)} TB raw + ${tb(parquet)} TB Parquet) × 1,000 × $${price('s3_gb_month')}; no tiers, no colder class`,
    ],
    core_hours: null,
    usd: ((raw + parquet) / 1e9) * price('s3_gb_month'),
  };
}

const GB_PER_TASK_VCPU = ASSUMED.fargate.memory_gb / ASSUMED.fargate.vcpu;

function taskHour(price: Day['price']): number {
  return price('fargate_vcpu_hour') + GB_PER_TASK_VCPU * price('fargate_gb_hour');
}

/** A number with thousands set apart; whole above ten. */
export function n(value: number): string {
  const digits = Math.abs(value) < 10 && !Number.isInteger(value) ? 2 : 0;
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** Dollars and cents, thousands set apart. */
export function usd(value: number): string {
  return `$${value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}

/** A price without an exponent. */
export function plain(value: number): string {
  return value.toFixed(10).replace(/\.?0+$/, '');
}

function tb(bytes: number): string {
  return (bytes / 1e12).toFixed(2);
}
