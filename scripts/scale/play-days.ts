import { ASSUMED } from './capacity.js';
import { type FannedOut, type FanOut, fanOut, seeded } from './fan-out.js';
import type { ScaleInputs } from './measured-figures.js';

/** A day as it is played: how sizes of files are spread, and how often things fail. */
export type Played = {
  readonly name: string;
  readonly order: string;
  readonly concurrency: number;
  readonly ideal_seconds: number;
  readonly result: FannedOut;
  readonly given_up: number;
  readonly lambda_usd: number;
};

const SEED = 75;

/** Plays the fan-out of a day of so many records with files that are alike, skewed, and one that is a tenth of the day. */
export function playDays(records: number, inputs: ScaleInputs): Played[] {
  const { records: measured, cpu_seconds, bytes } = inputs.canonicalize.figures;
  const files = Math.ceil(records / ASSUMED.records_per_file);
  const total = (records * bytes) / measured;
  const bytes_per_second = (bytes / cpu_seconds) * ASSUMED.lambda.vcpu;
  const sound: FanOut = {
    concurrency: 1000,
    start_seconds: 3,
    bytes_per_second,
    failing: 0,
    losing_reply: 0,
    most_tries: 4,
    wait_seconds: 2,
  };
  const failing = { ...sound, failing: 0.02, losing_reply: 0.01 };
  const alike = scaled(
    Array.from({ length: files }, () => 1),
    total,
  );
  const skewed = scaled(logNormal(files), total);
  const giant = [
    ...scaled(
      Array.from({ length: files - 1 }, () => 1),
      total * 0.9,
    ),
    total * 0.1,
  ];
  const pieces = piecesOf(giant, total / files);
  const play = ([name, order]: [string, string], sizes: readonly number[], how: FanOut): Played => {
    const result = fanOut(sizes, how, seeded(SEED));
    const gb_seconds = (result.worker_seconds * ASSUMED.lambda.memory_mb) / 1024;
    return {
      name,
      order,
      concurrency: how.concurrency,
      ideal_seconds: total / bytes_per_second / how.concurrency,
      result,
      given_up: result.commits.filter((count) => count === 0).length,
      lambda_usd: gb_seconds * inputs.prices.prices.lambda_gb_second.usd,
    };
  };
  const descending = [...skewed].sort((left, right) => right - left);
  return [
    play(['files alike', 'as they come'], alike, sound),
    play(['log-normal sizes (σ 1.5)', 'as they come'], skewed, sound),
    play(['log-normal sizes (σ 1.5)', 'largest first'], descending, sound),
    play(['the same, 2 % fail, 1 % of replies lost', 'largest first'], descending, failing),
    play(['the same, 100 at once', 'largest first'], descending, { ...failing, concurrency: 100 }),
    play(['one file is a tenth of the day', 'largest first'], [...giant].reverse(), failing),
    play(['the same, delivered in parts', 'largest first'], pieces, failing),
  ];
}

function scaled(weights: readonly number[], total: number): number[] {
  const sum = weights.reduce((all, one) => all + one, 0);
  return weights.map((one) => (one * total) / sum);
}

function piecesOf(sizes: readonly number[], most: number): number[] {
  return sizes.flatMap((size) => {
    const parts = Math.max(1, Math.ceil(size / most));
    return Array.from({ length: parts }, () => size / parts);
  });
}

/** Sizes as brokers' are: most are small, a few are most of the day. */
function logNormal(count: number): number[] {
  const random = seeded(SEED);
  return Array.from({ length: count }, () => {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    return Math.exp(1.5 * normal);
  });
}
