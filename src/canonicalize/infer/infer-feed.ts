import type { CanonicalDataset } from '../../lake/canonical-dataset.js';
import { chooseDataset } from './choose-dataset.js';
import { detectFormat } from './detect-format.js';
import { detectParquet, isParquet } from './detect-parquet.js';
import type { DetectedFormat, FormatMember } from './detected-format.js';
import { type Decision, draftFeed } from './draft-feed.js';
import { draftRecordSchema } from './draft-record-schema.js';
import { type TypedField, typeField } from './field-kind.js';
import { filePattern } from './file-pattern.js';
import { findKey } from './find-key.js';
import { type Guess, likely, sure } from './guess.js';
import type { GuessedColumn } from './map-clues.js';
import { readSample, type Sample } from './read-sample.js';
import type { SampleProblem } from './sample-problem.js';

/** What a person said about the feed. */
export type InferOptions = { feed: string | null; broker: string | null; to: CanonicalDataset | null };

/** A drafted feed: two files, what is left to decide, and what was seen. */
export type InferredFeed = {
  feed: string;
  feed_yaml: string;
  record_schema: string;
  decisions: readonly Decision[];
  format: DetectedFormat;
  compression: string;
  encoding: string;
  fields: readonly TypedField[];
  key: readonly string[];
  to: string;
  mapped: number;
  columns: number;
  /** Trade date that the file's name carries. */
  trade_date: string | null;
};

/**
 * Drafts feed.yaml and a record schema from a sample; nothing is written.
 *
 * Problems: sample-*. Throws `file-unreadable`.
 */
export async function inferFeed(
  file: string,
  options: InferOptions,
  datasets: ReadonlyMap<string, CanonicalDataset>,
): Promise<InferredFeed | SampleProblem> {
  const sample = await readSample(file);
  if ('code' in sample) return sample;
  const format = isParquet(sample) ? await detectParquet(sample) : detectFormat(sample);
  return 'code' in format ? format : draft(sample, format, { ...options, datasets: [...datasets.values()] });
}

function draft(
  sample: Sample,
  format: DetectedFormat,
  options: InferOptions & { datasets: readonly CanonicalDataset[] },
): InferredFeed {
  const fields = format.fields.map(typeField);
  const pattern = filePattern(sample.name);
  const fix = format.type === 'fix';
  const chosen = chooseDataset(options.datasets, { fields, broker: options.broker, fix }, options.to);
  const key = findKey(fields, format.records, fix ? ['SenderCompID', 'MsgSeqNum'] : []);
  const feed = options.feed ?? pattern.feed;
  const unused = unusedFields(format, [
    ...key.fields,
    ...chosen.map.mapped.flatMap(({ entry }) => sourcesOf(entry)),
  ]);
  const { text, decisions } = draftFeed({
    sample: sample.name,
    feed: {
      name: feed,
      guess: options.feed === null ? likely('words of the file name') : sure('as asked for'),
    },
    broker: options.broker === null ? null : { name: options.broker, guess: sure('as asked for') },
    file: pattern,
    outer: outerMembers(sample, format),
    format,
    key,
    chosen,
    unused,
  });
  const { mapped, open } = chosen.map;
  return {
    feed,
    feed_yaml: text,
    record_schema: draftRecordSchema({
      feed,
      fields: fields.filter(({ name }) => !unused.has(name)),
      records: format.records,
      closed: isClosed(format),
    }),
    decisions,
    format,
    compression: sample.compression.compression,
    encoding: encodingOf(sample, format).encoding,
    fields,
    key: key.fields,
    to: chosen.dataset.name,
    mapped: mapped.length,
    columns: mapped.length + open.length,
    trade_date: pattern.trade_date,
  };
}

/** Fields that need not be read: where each has its own place and no map line, key or rule names it. */
function unusedFields(
  { type, fields, ignore }: DetectedFormat,
  used: readonly string[],
): ReadonlySet<string> {
  if (type === 'delimited' || type === 'fixed-width') return new Set();
  const names = fields.map(({ name }) => name);
  return new Set(names.filter((name) => !used.includes(name) && name !== ignore?.field));
}

function sourcesOf(entry: GuessedColumn['entry']): string[] {
  if (typeof entry === 'string') return [entry];
  return [entry['from'] ?? [], entry['first'] ?? []].flat().map(String);
}

function outerMembers(sample: Sample, format: DetectedFormat): FormatMember[] {
  const { compression } = sample;
  const { encoding, guess } = encodingOf(sample, format);
  return [
    { key: 'compression', value: compression.compression, guess: compression.guess },
    { key: 'encoding', value: encoding, guess },
  ];
}

function encodingOf({ encoding }: Sample, { type }: DetectedFormat): { encoding: string; guess: Guess } {
  return type === 'parquet' ? { encoding: 'utf-8', guess: sure('the text of Parquet is UTF-8') } : encoding;
}

/** Whether a column that the sample does not have refuses a file: where its own first line names the columns. */
function isClosed(format: DetectedFormat): boolean {
  return format.type === 'delimited' && !format.list_fields;
}
