import type { Rejection } from '../domain/generated/rejection.js';
import { invariant } from '../domain/invariant.js';
import { faultSentence, type RecordFault } from './diagnostics.js';

/** The delivery that the raw records are in, and its records as they are stored, by ascending offsets in their order. */
type RawDelivery = {
  sha256: string;
  feed: string;
  records: (offsets: Iterable<number>) => AsyncGenerator<string>;
};

/**
 * Rejections with their raw records, in the order of the file, from faults in the same order.
 *
 * The raw file is read once more, and only when there are faults.
 */
export async function* toRejections(
  faults: AsyncIterable<RecordFault>,
  raw: RawDelivery,
): AsyncGenerator<Rejection> {
  const wanted: number[] = [];
  const records = raw.records(drain(wanted));
  let offset = -1;
  let record = '';
  try {
    for await (const fault of faults) {
      const at = fault.at.byte_offset;
      invariant(at !== undefined && at >= offset, 'faults come in the order of the file');
      if (at !== offset) {
        wanted.push(at);
        const next = await records.next();
        record = next.done === true ? '' : next.value;
        offset = at;
      }
      yield toRejection(fault, record, raw);
    }
  } finally {
    await records.return(undefined);
  }
}

/** Hands on one number at a time, as the reader asks for them. */
function* drain(queue: number[]): Generator<number> {
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) yield next;
}

function toRejection(fault: RecordFault, record: string, raw: RawDelivery): Rejection {
  const data = fault.data as { field?: string; column?: string; value?: string };
  const message = faultSentence(fault);
  return {
    feed: raw.feed,
    file: fault.at.file,
    source_sha256: raw.sha256,
    line: fault.at.line ?? 0,
    byte_offset: fault.at.byte_offset ?? 0,
    field: data.field ?? (typeof data.column === 'string' ? data.column : ''),
    value: data.value ?? '',
    rule: /expected (.*)$/.exec(message)?.[1] ?? message,
    code: fault.code,
    message,
    record,
  };
}

/** Two streams of faults, each in the order of the file, as one. */
export async function* mergeFaults(
  left: AsyncIterable<RecordFault>,
  right: AsyncIterable<RecordFault>,
): AsyncGenerator<RecordFault> {
  const sources = [left[Symbol.asyncIterator](), right[Symbol.asyncIterator]()] as const;
  let [first, second] = await Promise.all([sources[0].next(), sources[1].next()]);
  while (first.done !== true || second.done !== true) {
    const takeFirst =
      second.done === true ||
      (first.done !== true && (first.value.at.byte_offset ?? 0) <= (second.value.at.byte_offset ?? 0));
    if (takeFirst && first.done !== true) {
      yield first.value;
      first = await sources[0].next();
    } else if (second.done !== true) {
      yield second.value;
      second = await sources[1].next();
    }
  }
}
