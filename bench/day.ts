import { parseArgs } from 'node:util';
import { fanOut } from '../test/lambda/support/fan-out.js';
import { readMeasured } from './read-measured.js';
import { recordMeasured } from './record-measured.js';
import { sampleDay } from './sample-day.js';

/**
 * A day of many small files through the interpreter of the state machine, the real list, gate, ranges and commits, and stores in memory.
 *
 * `tsx bench/day.ts [files] [--transition-ms 50] [--request-ms 0] [--record]`. What a file takes on the virtual clock was measured: the
 * processor's time for a small file, here and now, and bytes at the throughput of bench/measured/canonicalize.json. Waiting for S3 counts
 * for nothing unless `--request-ms` says what a request takes.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'transition-ms': { type: 'string', default: '50' },
    'request-ms': { type: 'string', default: '0' },
    record: { type: 'boolean', default: false },
  },
});
const files = Number(positionals[0] ?? 50_000);
const [transition_ms, request_ms] = [Number(values['transition-ms']), Number(values['request-ms'])];
const BAR = 0.03;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const sample = await sampleDay(200);
const requests = sample.puts_and_lists + sample.gets;
say(
  `${sample.files} real files of ${sample.records_per_file} records: ${ms(sample.settle_ms)} of processor to settle one, ${ms(sample.commit_ms)} to commit it; ${sample.puts_and_lists.toFixed(1)} puts and lists, ${sample.gets.toFixed(1)} gets a file on the fake of S3`,
);
const { bytes: benched, cpu_seconds } = readMeasured<{ bytes: number; cpu_seconds: number }>(
  'canonicalize',
).figures;
const times = {
  settle_ms: sample.settle_ms + (requests - 1) * request_ms,
  commit_ms: sample.commit_ms + request_ms,
  bytes_per_ms: benched / (cpu_seconds * 1000),
  transition_ms,
};
const began = performance.now();
const day = await fanOut({ files, seed: 7, feeds: 20, times });
const seconds = (performance.now() - began) / 1000;
const perFile = ({ puts_and_lists, gets }: { puts_and_lists: number; gets: number }): string =>
  `${(puts_and_lists / files).toFixed(2)} puts and lists, ${(gets / files).toFixed(2)} gets`;
say(
  `${files} files of 20 feeds, ${(day.bytes / 1e9).toFixed(1)} GB in all, the largest ${(day.largest / 1e6).toFixed(0)} MB, in ${day.children} children, simulated in ${seconds.toFixed(0)} s:`,
);
say(`  ${day.once} committed exactly once, ${day.twice} twice, ${day.missing} missing`);
say(
  `  requests a file: ${perFile(day.settling)} while they are settled without being read; ${perFile(day.committing)} while they are committed`,
);
say(
  `  ${day.transitions} transitions of ${transition_ms} ms (assumed) are ${(100 * day.overhead).toFixed(2)} % of ${Math.round(day.work_ms / 1000)} s of work; at most ${100 * BAR} % up to ${Math.floor((BAR * day.work_ms) / day.transitions)} ms a transition`,
);
recordMeasured('day', { ...sample, day: { files, ...day, transition_ms, request_ms, seconds } });
process.exitCode = day.once === files && day.overhead <= BAR ? 0 : 1;

function ms(value: number): string {
  return `${value.toFixed(1)} ms`;
}
