import { grouped } from './format-table.js';
import type { TriedSample } from './try-sample.js';

/** Lines that say what became of a sample: the sum of its records, the control totals, the first faults. */
export function sampleLines(sample: TriedSample | null): string[] {
  if (sample === null) return ['sample   none; put a few records into a file sample.* beside feed.yaml'];
  const { totals } = sample;
  const records =
    totals === null
      ? sample.status
      : `${grouped(totals.read)} read = ${grouped(totals.accepted)} accepted + ${grouped(totals.rejected)} rejected + ${grouped(totals.duplicates)} duplicates`;
  const refused = totals !== null && sample.status === 'refused' ? ', refused' : '';
  const control = sample.control.map(({ name, declared, counted }) => `${name} ${declared} = ${counted}`);
  return [
    `sample   ${sample.file}: ${records}${refused}`,
    ...(control.length === 0 ? [] : [`control  ${control.join(', ')}`]),
    ...sample.faults.map((fault) => `fault    ${fault}`),
  ];
}
