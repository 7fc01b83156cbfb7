import { quoted } from '../../domain/diagnostic.js';
import type { LedgerFinding } from '../../domain/generated/ledger-entry.js';

/** What is known of each thing that the ledger tells of a feed's day. Times are as clocks of the feed's zone show them. */
type FindingData = {
  'ledger-missing': { due: string };
  'ledger-awaited': { due: string };
  'ledger-files-missing': { expected: number; arrived: number; due: string };
  'ledger-files-awaited': { expected: number; arrived: number; due: string };
  'ledger-more-awaited': { arrived: number; due: string };
  'ledger-part-missing': { missing: readonly string[]; last: string };
  'ledger-sequence-gap': { missing: readonly string[]; first: string; last: string };
  'ledger-sequence-back': { number: string; last: string };
  'ledger-files-extra': { expected: number; arrived: number };
  'ledger-refused': { file: string; codes: readonly string[]; read: boolean };
  'ledger-control-broken': { file: string; codes: readonly string[]; read: boolean };
  'ledger-empty': { file: string };
  'ledger-short': { file: string; records: number; least: number };
  'ledger-unexpected': { file: string; why: string };
  'ledger-late': { file: string; by: string; received: string; due: string };
  'ledger-resent': { file: string; before: string; read: boolean };
  'ledger-duplicate': { file: string; of: string };
  'ledger-refused-before': { file: string; by: string };
};

type FindingCode = keyof FindingData;

/** One sentence per code: what is, and what was expected. The source of docs/errors.md. */
export const ledgerFindingText: { readonly [Code in FindingCode]: (data: FindingData[Code]) => string } = {
  'ledger-missing': (d) => `nothing has arrived, expected by ${d.due}; ask the broker to send it`,
  'ledger-awaited': (d) => `nothing has arrived yet; it is due by ${d.due}`,
  'ledger-files-missing': (d) =>
    `${d.arrived} of ${d.expected} files have arrived, expected all by ${d.due}; ask the broker for the others`,
  'ledger-files-awaited': (d) =>
    `${d.arrived} of ${d.expected} files have arrived yet; they are due by ${d.due}`,
  'ledger-more-awaited': (d) =>
    `${d.arrived} ${d.arrived === 1 ? 'file has' : 'files have'} arrived; how many there are is known only after ${d.due}`,
  'ledger-part-missing': (d) =>
    `part ${d.missing.join(', ')} is missing, expected every part up to ${d.last}; ask the broker for it`,
  'ledger-sequence-gap': (d) =>
    `number ${d.missing.slice(0, 20).join(', ')}${d.missing.length > 20 ? ' and more' : ''} is missing, expected every number from ${d.first} to ${d.last}; ask the broker for it`,
  'ledger-sequence-back': (d) =>
    `number ${d.number} does not follow number ${d.last} of the trade date before, expected a greater one; ask the broker whether numbering began anew`,
  'ledger-files-extra': (d) =>
    `${d.arrived} files have arrived, expected ${d.expected}; correct arrives.files of the feed or ask the broker`,
  'ledger-refused': (d) =>
    `${quoted(d.file)} was refused (${d.codes.join(', ')})${d.read ? '; what an earlier reading of it published is still read' : ', and nothing stands in its place'}`,
  'ledger-control-broken': (d) =>
    `${quoted(d.file)} was refused because its control totals do not hold (${d.codes.join(', ')})${d.read ? '; what an earlier reading of it published is still read' : ', and nothing stands in its place'}`,
  'ledger-empty': (d) =>
    `${quoted(d.file)} holds no record, expected some; say empty: allowed in the feed if that is meant`,
  'ledger-short': (d) =>
    `${quoted(d.file)} holds ${d.records} ${d.records === 1 ? 'record' : 'records'}, expected at least ${d.least}`,
  'ledger-unexpected': (d) =>
    `${quoted(d.file)} has arrived for a day without a session (${d.why}), expected nothing; check its trade date`,
  'ledger-late': (d) => `${quoted(d.file)} arrived ${d.by} late, at ${d.received}, expected by ${d.due}`,
  'ledger-resent': (d) =>
    `${quoted(d.file)} stands in place of ${quoted(d.before)}, sent before with other bytes${d.read ? '; what only the earlier one holds is still read' : ''}`,
  'ledger-duplicate': (d) => `${quoted(d.file)} holds the bytes of ${quoted(d.of)} again`,
  'ledger-refused-before': (d) =>
    `${quoted(d.file)} was refused before ${quoted(d.by)} was accepted in its place`,
};

/** How much each weighs, and the same in a few words that several feeds may share. */
const brief: {
  readonly [Code in FindingCode]: readonly [LedgerFinding['weight'], (data: FindingData[Code]) => string];
} = {
  'ledger-missing': ['gap', () => 'nothing delivered'],
  'ledger-awaited': ['pending', () => 'nothing delivered yet'],
  'ledger-files-missing': ['gap', (d) => `${d.arrived} of ${d.expected} files delivered`],
  'ledger-files-awaited': ['pending', (d) => `${d.arrived} of ${d.expected} files delivered yet`],
  'ledger-more-awaited': ['pending', () => 'more files may come'],
  'ledger-part-missing': ['gap', (d) => `part ${d.missing.join(', ')} missing`],
  'ledger-sequence-gap': ['gap', (d) => `number ${d.missing.slice(0, 5).join(', ')} missing`],
  'ledger-sequence-back': ['gap', (d) => `back to number ${d.number}`],
  'ledger-files-extra': ['gap', (d) => `${d.arrived} files delivered, not ${d.expected}`],
  'ledger-refused': ['gap', (d) => `refused ${d.file}`],
  'ledger-control-broken': ['gap', (d) => `control totals broken in ${d.file}`],
  'ledger-empty': ['gap', (d) => `no record in ${d.file}`],
  'ledger-short': ['gap', (d) => `too few records in ${d.file}`],
  'ledger-unexpected': ['gap', (d) => `unexpected ${d.file}`],
  'ledger-late': ['note', (d) => `late ${d.file}`],
  'ledger-resent': ['note', (d) => `sent again ${d.file}`],
  'ledger-duplicate': ['note', (d) => `the same again in ${d.file}`],
  'ledger-refused-before': ['note', (d) => `refused at first ${d.file}`],
};

/** A finding of one code; its texts are made of the data. */
export function ledgerFinding<Code extends FindingCode>(code: Code, data: FindingData[Code]): LedgerFinding {
  const [weight, text] = brief[code];
  return { code, weight, brief: text(data), message: ledgerFindingText[code](data) };
}
