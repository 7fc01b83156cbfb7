import { readFileSync } from 'node:fs';
import type { Measured } from './record-measured.js';

/** What a bench recorded in bench/measured. */
export function readMeasured<Figures>(bench: string): Measured<Figures> {
  return JSON.parse(readFileSync(`bench/measured/${bench}.json`, 'utf8')) as Measured<Figures>;
}
