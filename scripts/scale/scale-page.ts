import { ASSUMED, type Capacity, capacityOf, n, plain, usd } from './capacity.js';
import type { ScaleInputs } from './measured-figures.js';
import { type Played, playDays } from './play-days.js';

/** The days that are reckoned: CAT's average day and its busiest as the issue names them. */
const DAYS = [75e9, 445e9] as const;
const BAR_USD = 10;
/** The share of the work that transitions may add. */
const OVERHEAD_BAR = 0.03;

/** The text of docs/scale.md. The same inputs give the same text. */
export function scalePage(inputs: ScaleInputs): string {
  const days = DAYS.map((records) => capacityOf(records, inputs));
  const [first, second] = days as [Capacity, Capacity];
  const played = playDays(first.records, inputs);
  return [
    '# Scale',
    '',
    'Made by `npm run scale` from `bench/measured/*.json` and `scripts/scale/prices.json`; do not edit. `npm run scale:measure` measures all of it anew and writes this page. **Nothing here ran on AWS.** Throughput was measured on the machines below; days of 75 and 445',
    'billion records are that throughput times more cores, at list price. Where a line says *assumed* or *extrapolated*, nobody has measured it.',
    '',
    ...measuredSection(inputs),
    ...barSection(first, played),
    ...stagesSection(first),
    ...stagesSection(second),
    ...workersSection(days),
    ...playedSection(first, played),
    ...machineSection(inputs),
    ...breaksSection(days, inputs),
    ...pricesSection(inputs),
  ].join('\n');
}

function measuredSection({ canonicalize, verify, patterns, s3, day }: ScaleInputs): string[] {
  const rows = [canonicalize, verify, patterns, s3, day].map(
    ({ bench, command, date, machine: m }) =>
      `| ${bench} | \`${command.trim()}\` | ${date} | ${m.cores} × ${m.processor}, ${m.memory_gb} GB, Node ${m.node} | ${m.load_before} |`,
  );
  return [
    '## What was measured, and where',
    '',
    'Seconds of processor, which a busy machine changes less than seconds of the clock; a load above 0 says that others worked beside the bench.',
    '',
    '| bench | command | date | machine | load |',
    '|---|---|---|---|---|',
    ...rows,
    '',
    `Canonicalizing: one file of ${n(canonicalize.figures.records)} records, ${canonicalize.figures.columns} columns, ${(canonicalize.figures.bytes / canonicalize.figures.records).toFixed(0)} bytes a record; median of ${canonicalize.figures.rounds} rounds, at most ${n(canonicalize.figures.peak_mb)} MB of memory. It is the whole job: framing, checking, mapping, sorting, Parquet, hashes, commit.`,
    `Patterns: ${n(patterns.figures.small)} events, then ${n(patterns.figures.events)}, which took ${patterns.figures.times.toFixed(1)} times as long: the cost of an event is taken from the larger day and *extrapolated* as constant.`,
    '',
  ];
}

function barSection(day: Capacity, [alike]: readonly Played[]): string[] {
  const judged = (cost: number): string => `${usd(cost)} (${cost <= BAR_USD ? 'met' : '**missed**'})`;
  const started = alike?.lambda_usd ?? 0;
  return [
    '## The bar',
    '',
    `Compute for canonicalizing ${billions(day)} records, at most $${BAR_USD} at list price by the measured throughput: ${judged(day.lambda_usd)} on Lambda, ${judged(day.fargate_usd)} on Fargate, for ${n(day.core_seconds / 3600)} core-hours.`,
    '',
    `That is work alone. With three *assumed* seconds before each file is read, Lambda comes to ${judged(started)}, as played below: larger files, or tasks instead of functions, keep it below. Records of more columns, or broken ones, cost more.`,
    '',
  ];
}

function stagesSection(day: Capacity): string[] {
  return [
    `## ${billions(day)} records a day`,
    '',
    `${n(day.files)} files of ${n(ASSUMED.records_per_file)} records (*assumed*), ${day.raw_tb.toFixed(1)} TB as they come, ${day.parquet_tb.toFixed(1)} TB of Parquet.`,
    '',
    '| stage | arithmetic | core-hours | USD |',
    '|---|---|---|---|',
    ...day.stages.map(
      ({ name, measured, steps, core_hours, usd: cost }) =>
        `| ${name} | ${steps.join('<br>')}${measured ? '' : '<br>*extrapolated*'} | ${core_hours === null ? '' : n(core_hours)} | ${usd(cost)} |`,
    ),
    '',
  ];
}

function workersSection(days: readonly Capacity[]): string[] {
  const seconds = ASSUMED.window_hours * 3600;
  return [
    `## Workers, to be done in ${ASSUMED.window_hours} hours`,
    '',
    '| records | core-seconds | vCPUs that work all the time | functions of 2 vCPUs | bytes a second from S3 |',
    '|---|---|---|---|---|',
    ...days.map(
      (day) =>
        `| ${billions(day)} | ${n(day.core_seconds)} | ${n(Math.ceil(day.core_seconds / seconds))} | ${n(Math.ceil(day.core_seconds / seconds / ASSUMED.lambda.vcpu))} | ${((day.raw_tb * 1e6) / seconds).toFixed(0)} MB |`,
    ),
    '',
  ];
}

function playedSection(day: Capacity, played: readonly Played[]): string[] {
  return [
    `## The fan-out of ${billions(day)} records, played`,
    '',
    'Seeded, in virtual time (`scripts/scale/fan-out.ts`); three seconds before a worker reads, four tries, waits of 2, 4 and 8 s (*assumed*). Ideal is the work divided by the workers, nothing else.',
    '',
    '| files | order | at once | ideal | takes | tries | found committed | given up | Lambda |',
    '|---|---|---|---|---|---|---|---|---|',
    ...played.map(
      ({ name, order, concurrency, ideal_seconds, result, given_up, lambda_usd }) =>
        `| ${name} | ${order} | ${n(concurrency)} | ${n(Math.round(ideal_seconds))} s | ${n(Math.round(result.makespan_seconds))} s | ${n(result.tries)} | ${n(result.found_committed)} | ${n(given_up)} | ${usd(lambda_usd)} |`,
    ),
    '',
    'One file that is a tenth of the day takes longer than all others together, and longer than the 15 minutes of a function: the router sends it to a task, and the feed should deliver it in parts (`{part}` in its file name). Given up means that the execution fails, says which, and is started again: what is committed is found.',
    '',
  ];
}

/** The state machine itself, over many small files: what it adds to the work, and whether anything was lost or done twice. */
function machineSection({ day: { figures } }: ScaleInputs): string[] {
  const { day } = figures;
  const once = day.once === day.files && day.twice === 0 && day.missing === 0;
  const most = (OVERHEAD_BAR * day.work_ms) / day.transitions;
  const met = day.overhead <= OVERHEAD_BAR ? 'met' : '**missed**';
  return [
    `## ${n(day.files)} small files through the state machine`,
    '',
    'The definition of `infra/steps` in the interpreter of the tests, with the real list, gate, ranges and commits over stores in memory; nothing is read. A file takes on the virtual clock what it took in `bench/day.ts`.',
    '',
    '| what | comes to |',
    '|---|---|',
    `| files | ${n(day.files)}, ${(day.bytes / 1e9).toFixed(1)} GB in all, the largest ${n(day.largest / 1e6)} MB |`,
    `| children of the map | ${n(day.children)}, ${n(day.files / day.children)} files each on average |`,
    `| exactly once | ${once ? 'yes' : '**no**'}: ${n(day.once)} committed once, ${n(day.twice)} twice, ${n(day.missing)} missing |`,
    `| transitions | ${n(day.transitions)}, ${(day.transitions / day.files).toFixed(3)} a file; the stages above assume ${ASSUMED.states_per_file} a file, for files that each have a child |`,
    `| overhead | ${n(day.transitions)} × ${day.transition_ms} ms a transition (*assumed*) = ${(100 * day.overhead).toFixed(2)} % of ${n(day.work_ms / 1000)} s of work, at most ${(100 * OVERHEAD_BAR).toFixed(0)} % (${met}); a transition may take ${n(most)} ms |`,
    `| work of a file | ${figures.settle_ms.toFixed(1)} ms to settle and ${figures.commit_ms.toFixed(1)} ms to commit a small one, of processor, and its bytes at the throughput above; ${day.request_ms} ms a request to S3 (*assumed*) |`,
    `| requests of a file | ${figures.puts_and_lists.toFixed(1)} puts and lists, ${figures.gets.toFixed(1)} gets, counted over ${n(figures.files)} real files on the fake of S3 |`,
    '',
  ];
}

function breaksSection(days: readonly Capacity[], { patterns, s3 }: ScaleInputs): string[] {
  const seconds = ASSUMED.window_hours * 3600;
  const puts = s3.figures.puts_and_lists / s3.figures.deliveries;
  const line = (of: (day: Capacity) => string): string => days.map(of).join(' / ');
  const per_event = patterns.figures.cpu_seconds / patterns.figures.events;
  return [
    '## What breaks first',
    '',
    'Figures for 75 / 445 billion. Limits of AWS as documented, not tried by us.',
    '',
    '| what | comes to | limit | answer |',
    '|---|---|---|---|',
    `| functions at once | ${line((day) => n(Math.ceil(day.core_seconds / seconds / ASSUMED.lambda.vcpu)))} for ${ASSUMED.window_hours} h | 1,000 an account, raised on request; Distributed Map 10,000 children | \`MaxConcurrency\` of the map, reserved concurrency, so that other work in the account is not starved; a longer window costs the same |`,
    `| requests to S3 | ${line((day) => n((day.files * puts) / seconds))} puts and lists a second | 3,500 puts and 5,500 gets a second for each prefix | raw bytes and data keys begin with hash or dataset, date and feed: prefixes split as they fill. 503 is tried again with jitter (ADR 25) |`,
    `| one chain a feed | ${line((day) => n(Math.ceil(day.files / ASSUMED.feeds)))} commits a feed with ${n(ASSUMED.feeds)} feeds (*assumed*) = ${line((day) => n((day.files / ASSUMED.feeds) * ASSUMED.commit_seconds))} s; were it one feed ${line((day) => n((day.files * ASSUMED.commit_seconds) / 60))} min | one entry after another, ${ASSUMED.commit_seconds} s each (*assumed*) | work is done side by side, only the commit waits; a broker with thousands of files a day is given several feeds |`,
    `| entries to read | ${line((day) => n(day.files))} a day | 10,000 in about 2 s (\`bench/read-manifests.ts\`) | checkpoints of 256 entries; readers follow the feeds that they need. Above 100,000 a day: larger files |`,
    `| the most traded symbol | ${(ASSUMED.hottest_symbol * 100).toFixed(0)} % (*assumed*) = ${line((day) => n((day.records * ASSUMED.hottest_symbol * per_event) / 3600))} core-hours of all patterns, ${line((day) => ((day.records * ASSUMED.hottest_symbol * per_event) / 3600 / patterns.figures.patterns).toFixed(1))} of one pattern on average, on one core if nothing divides it | the night | Spark divides what joins by symbol and time bucket further (adaptive skew join, ADR 34); windows over one symbol stay whole: they are what bounds the day, and the reason to run patterns as jobs of their own |`,
    `| one file | 15 min × ${ASSUMED.lambda.vcpu} vCPUs | time and /tmp of a function | the router sends it to a task by its bytes, and says so (ADR 64) |`,
    '| keys | one data key a bucket and a while, not one an object | 5,500 to 30,000 requests a second an account and region | bucket keys are on (`infra/lake`) |',
    '',
  ];
}

function pricesSection({ prices }: ScaleInputs): string[] {
  return [
    '## Prices',
    '',
    `${prices.region}, ${prices.date}. ${prices.note}`,
    '',
    '| price | USD | of | source | looked up |',
    '|---|---|---|---|---|',
    ...Object.entries(prices.prices).map(
      ([name, { usd: value, per, source, checked }]) =>
        `| ${name} | ${plain(value)} | ${per} | ${source} | ${checked} |`,
    ),
    '',
  ];
}

function billions({ records }: Capacity): string {
  return `${records / 1e9} billion`;
}
