import { sha256 } from '../../domain/sha256.js';
import { faultSentence } from '../diagnostics.js';
import type { Feed } from '../feed.js';
import { mask } from '../personal/mask.js';
import { faultMask } from '../personal/mask-fault.js';
import { personalFields } from '../personal/personal-fields.js';
import type { DecodedRecord } from './decoded-record.js';
import type { GivenRepair } from './given-repair.js';
import { type RepairProblem, repairProblem } from './repair-problem.js';
import { repairedFields } from './repaired-fields.js';

/** NUL and half of a surrogate pair are no text in any feed. */
const NO_TEXT = /[\0\p{Surrogate}]/u;
/** What stands for no value in a message. */
const NOTHING = 'no value';

/** What is wrong with what a repair says of the record as the broker sent it. */
export function checkBase(given: GivenRepair, decoded: DecodedRecord, feed: Feed): RepairProblem[] {
  const { record, raw_sha256, was = {} } = given.record;
  const problems: RepairProblem[] = [];
  const actual = decoded.raw === null ? NOTHING : sha256(decoded.raw);
  if (raw_sha256 !== undefined && raw_sha256 !== actual) {
    const data = { record, part: 'raw_sha256', given: raw_sha256, found: actual };
    problems.push(repairProblem('repair-base-differs', given.placeOf('raw_sha256'), data));
  }
  const unknown = unknownFields(given, 'was', feed);
  if (Object.keys(was).length === 0 || unknown.length > 0) return [...problems, ...unknown];
  if (!('fields' in decoded.original)) return [...problems, undecodable(given, decoded)];
  const personal = personalFields(feed);
  for (const [field, value] of Object.entries(was)) {
    const found = decoded.original.fields[field] ?? null;
    if (found === value) continue;
    const shown = (text: string | null): string =>
      text === null ? NOTHING : personal.has(field) ? mask(text) : text;
    const data = { record, part: `field ${field}`, given: shown(value), found: shown(found) };
    problems.push(repairProblem('repair-base-differs', given.placeOf('was', field), data));
  }
  return problems;
}

/** What is wrong with what a record is to become. */
export function checkResult(given: GivenRepair, decoded: DecodedRecord, feed: Feed): RepairProblem[] {
  const { patch, replace } = given.record;
  if (replace !== undefined) return checkReplacement(given, decoded, feed);
  if (patch === undefined) return [];
  const problems = [...unknownFields(given, 'patch', feed), ...wrongValues(given, patch, feed)];
  const said = Object.keys(given.record.was ?? {}).length > 0;
  if (!said && !('fields' in decoded.original)) problems.push(undecodable(given, decoded));
  return problems.length > 0 ? problems : checkLength(given, decoded);
}

function checkReplacement(given: GivenRepair, decoded: DecodedRecord, feed: Feed): RepairProblem[] {
  const { record } = given.record;
  const format = feed.spec.format.type;
  const at = given.placeOf('replace');
  if (format === 'parquet' || format === 'xml') {
    return [repairProblem('repair-replacement-format', at, { record, format })];
  }
  const { replacement } = decoded;
  if (replacement === null || 'nothing' in replacement) {
    return [repairProblem('repair-replacement-not-one', at, { record, format })];
  }
  if ('fields' in replacement) return checkLength(given, decoded);
  const fault = faultMask(feed).record(replacement.fault);
  const data = { record, code: fault.code, fault: faultSentence(fault) };
  return [repairProblem('repair-replacement-faulty', at, data)];
}

function checkLength(given: GivenRepair, decoded: DecodedRecord): RepairProblem[] {
  const repaired = repairedFields(decoded, given.record, given.at.file);
  if (!('fault' in repaired) || repaired.fault.code !== 'record-too-long') return [];
  const data = { record: given.record.record, ...repaired.fault.data };
  return [repairProblem('repair-record-too-long', given.at, data)];
}

function unknownFields(given: GivenRepair, part: 'was' | 'patch', feed: Feed): RepairProblem[] {
  const known = feed.fields.map(({ name }) => name);
  return Object.keys(given.record[part] ?? {})
    .filter((field) => !known.includes(field))
    .map((field) => repairProblem('repair-field-unknown', given.placeOf(part, field), { field, known }));
}

function wrongValues(
  given: GivenRepair,
  patch: Readonly<Record<string, string | null>>,
  feed: Feed,
): RepairProblem[] {
  const personal = personalFields(feed);
  return Object.entries(patch).flatMap(([field, value]) =>
    value !== null && NO_TEXT.test(value)
      ? [
          repairProblem('repair-value-not-text', given.placeOf('patch', field), {
            field,
            value: personal.has(field) ? mask(value) : value,
          }),
        ]
      : [],
  );
}

function undecodable({ record: { record }, at }: GivenRepair, { original }: DecodedRecord): RepairProblem {
  const code = 'fault' in original ? original.fault.code : 'record-blank';
  return repairProblem('repair-record-undecodable', at, { record, code });
}
