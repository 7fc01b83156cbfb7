import type { StoredRecordRepair } from '../../domain/generated/stored-repair.js';
import { RECORD_BYTES_LIMIT } from '../framing/record-decoder.js';
import { recordFault } from '../framing/record-fault.js';
import type { DecodedFields, DecodedRecord } from './decoded-record.js';

/** What a record is once it is repaired: the fields of its replacement, or its own with the merge patch over them. */
export function repairedFields(
  decoded: DecodedRecord,
  { patch }: Pick<StoredRecordRepair, 'patch'>,
  file: string,
): DecodedFields {
  const { line, byte_offset, original, replacement } = decoded;
  const source = replacement ?? original;
  if (!('fields' in source)) return source;
  const fields = { ...source.fields, ...patch };
  const actual = Object.values(fields).reduce(
    (bytes, value) => bytes + Buffer.byteLength(value ?? '', 'utf8') + 1,
    0,
  );
  if (actual <= RECORD_BYTES_LIMIT) return { fields };
  const data = { limit: RECORD_BYTES_LIMIT, actual };
  return { fault: recordFault({ file, line, byte_offset }, 'record-too-long', data) };
}
