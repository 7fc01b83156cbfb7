import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A bench's figures as docs/scale.md reads them: where, when and by which command they were measured. */
export type Measured<Figures> = {
  bench: string;
  command: string;
  date: string;
  machine: { processor: string; cores: number; memory_gb: number; node: string; load_before: number };
  figures: Figures;
};

const load_before = Math.round((os.loadavg()[0] ?? 0) * 10) / 10;

/**
 * Writes bench/measured/<bench>.json where the command line says `--record`; does nothing otherwise.
 *
 * `load_before` is how many processes waited for the processors as the bench began: above 1 seconds of wall tell little.
 */
export function recordMeasured<Figures>(bench: string, figures: Figures): void {
  if (!process.argv.includes('--record')) return;
  const given = process.argv.slice(2).join(' ');
  const measured: Measured<Figures> = {
    bench,
    command: `npx tsx bench/${path.basename(process.argv[1] ?? '')} ${given}`,
    date: new Date().toISOString().slice(0, 10),
    machine: {
      processor: os.cpus()[0]?.model.trim() ?? 'unknown',
      cores: os.cpus().length,
      memory_gb: Math.round(os.totalmem() / 2 ** 30),
      node: process.versions.node,
      load_before,
    },
    figures,
  };
  mkdirSync('bench/measured', { recursive: true });
  writeFileSync(`bench/measured/${bench}.json`, `${JSON.stringify(measured, null, 2)}\n`);
}
