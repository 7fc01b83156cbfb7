import { gunzipSync } from 'node:zlib';
import { type AsyncBuffer, type FileMetaData, parquetMetadataAsync, parquetRead } from 'hyparquet';
import { ZSTDDecoder } from 'zstddec';

/** What a reader of a Parquet file saw: rows by its footer, and count and sum of the column that leads to the source. */
export type Reading = { rows: number; lines: number; line_sum: bigint };

/** The column of line numbers of a data file and of a quarantine, whose columns are all text. */
export type LineColumn = 'source_line' | 'line';

let zstd: Promise<ZSTDDecoder> | null = null;

/**
 * Reads a Parquet file with hyparquet, which shares no code with DuckDB: its footer, every page of the column of line
 * numbers, and of these each value.
 */
export async function readWithHyparquet(
  file: AsyncBuffer,
  column: LineColumn,
): Promise<Reading & { footer: ReadonlyMap<string, string> }> {
  const metadata = await parquetMetadataAsync(file);
  const read = (await sumOfWords(file, metadata, column)) ?? (await sumOfValues(file, metadata, column));
  const footer = new Map(metadata.key_value_metadata?.map(({ key, value }) => [key, value ?? '']));
  return { rows: Number(metadata.num_rows), ...read, footer };
}

type Sum = Pick<Reading, 'lines' | 'line_sum'>;

/**
 * The sum of 64-bit integers without a bigint for each, which costs most of the time of this reader; null where the column
 * holds others, or where a value does not survive this way.
 *
 * The column is read as if it held doubles, of which the two words of each are then added: moving a double changes no bit of
 * it, unless it is none at all (NaN), as which only negative integers and the greatest appear.
 */
async function sumOfWords(
  file: AsyncBuffer,
  metadata: FileMetaData,
  column: LineColumn,
): Promise<Sum | null> {
  const disguised = asDoubles(metadata, column);
  if (disguised === null) return null;
  let lines = 0;
  let line_sum = 0n;
  let others = 0;
  await readColumn(file, { metadata: disguised, column }, (values) => {
    const doubles = new Float64Array(values.length);
    for (let index = 0; index < values.length; index += 1) {
      const value = values[index];
      if (typeof value === 'number' && (value > 0 || Object.is(value, 0))) doubles[index] = value;
      // Below nothing, missing, or of an encoding of integers alone.
      else others += 1;
    }
    lines += values.length;
    line_sum += sumOf(new Uint32Array(doubles.buffer));
  });
  return others === 0 ? { lines, line_sum } : null;
}

/** The sum of non-negative integers as pairs of words, the lower first; at most 2^21 of them, so that nothing is rounded. */
function sumOf(words: Uint32Array): bigint {
  let total = 0n;
  for (let from = 0; from < words.length; from += 2 ** 22) {
    let low = 0;
    let high = 0;
    const to = Math.min(words.length, from + 2 ** 22);
    for (let index = from; index < to; index += 2) {
      low += words[index] ?? 0;
      high += words[index + 1] ?? 0;
    }
    total += BigInt(low) + (BigInt(high) << 32n);
  }
  return total;
}

/** The same file with 64-bit integers of a column called doubles; null where it holds none. */
function asDoubles(metadata: FileMetaData, column: LineColumn): FileMetaData | null {
  const element = metadata.schema.find(({ name }) => name === column);
  // What the processor of this machine stores otherwise is read value by value.
  if (element?.type !== 'INT64' || new Uint8Array(new Uint32Array([1]).buffer)[0] !== 1) return null;
  const schema = metadata.schema.map((one) => (one === element ? { ...one, type: 'DOUBLE' as const } : one));
  const row_groups = metadata.row_groups.map((group) => ({
    ...group,
    columns: group.columns.map((one) =>
      one.meta_data?.path_in_schema.join('.') === column
        ? { ...one, meta_data: { ...one.meta_data, type: 'DOUBLE' as const } }
        : one,
    ),
  }));
  return { ...metadata, schema, row_groups };
}

async function sumOfValues(file: AsyncBuffer, metadata: FileMetaData, column: LineColumn): Promise<Sum> {
  let lines = 0;
  let line_sum = 0n;
  await readColumn(file, { metadata, column }, (values) => {
    lines += values.length;
    for (let index = 0; index < values.length; index += 1) line_sum += asBigint(values[index]);
  });
  return { lines, line_sum };
}

/** Decodes a column as it is stored, one run of values at a time: times are whole numbers, text is bytes. */
async function readColumn(
  file: AsyncBuffer,
  { metadata, column }: { metadata: FileMetaData; column: LineColumn },
  onValues: (values: ArrayLike<unknown>) => void,
): Promise<void> {
  zstd ??= initialized();
  const decoder = await zstd;
  // Without logical types nothing becomes a float or a Date.
  const schema = metadata.schema.map(({ converted_type: _, logical_type: __, ...element }) => element);
  const faults: unknown[] = [];
  await parquetRead({
    file,
    metadata: { ...metadata, schema },
    columns: [column],
    utf8: false,
    compressors: {
      ZSTD: (input, length) => decoder.decode(input, length),
      GZIP: (input) => gunzipSync(input),
    },
    onChunk: ({ columnData }) => {
      // Nobody waits for what is thrown here.
      try {
        onValues(columnData);
      } catch (fault) {
        faults.push(fault);
      }
    },
  });
  if (faults.length > 0) throw faults[0];
}

async function initialized(): Promise<ZSTDDecoder> {
  const decoder = new ZSTDDecoder();
  await decoder.init();
  return decoder;
}

function asBigint(value: unknown): bigint {
  if (typeof value === 'bigint') return value;
  if (value === null || value === undefined) throw new Error('a row has no line number');
  if (value instanceof Uint8Array) return BigInt(Buffer.from(value).toString('latin1'));
  return BigInt(value as number);
}
