import { execFileSync } from 'node:child_process';

/** What one piece of work took in a process of its own; `cpu_seconds` of all its threads, which a busy machine changes less. */
export type Measured = {
  work: Work;
  records: number;
  seconds: number;
  cpu_seconds: number;
  peak_mb: number;
  /** Parquet that was written; 0 where it was not looked at. */
  written_bytes: number;
};

/** DuckDB's bare copy, the statement that one would write by hand, or the whole job. */
export type Work = 'bare' | 'hand' | 'full';

/** Runs bench/canonicalize-once.ts and prints a line of what it took. */
export function measure(work: Work, file: string, feed?: string): Measured {
  const script = ['--import', 'tsx', 'bench/canonicalize-once.ts', work, file];
  const output = execFileSync(process.execPath, feed === undefined ? script : [...script, feed]);
  const one = JSON.parse(output.toString('utf8')) as Measured;
  console.log(
    `${work}  ${one.seconds.toFixed(2)} s  cpu ${one.cpu_seconds.toFixed(2)} s  ${Math.round(one.peak_mb)} MB  ${one.records} records  ${Math.round(one.records / one.seconds)} a second`,
  );
  return one;
}
