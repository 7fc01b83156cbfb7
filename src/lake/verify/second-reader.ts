import { gunzipSync } from 'node:zlib';
import { type AsyncBuffer, type FileMetaData, parquetMetadataAsync, parquetRead } from 'hyparquet';
import { ZSTDDecoder } from 'zstddec';

/** What a reader of a Parquet file saw: rows by its footer, and count and sum of the column that leads to the source. */
export type Reading = { rows: number; lines: number; line_sum: bigint };

/** The column of line numbers of a data file and of a quarantine, whose columns are all text. */
export type LineColumn = 'source_line' | 'line';

let zstd: Promise<ZSTDDecoder> | null = null;

/** Reads a Parquet file with hyparquet, which shares no code with DuckDB: its footer and every row's line number. */
export async function readWithHyparquet(
  file: AsyncBuffer,
  column: LineColumn,
): Promise<Reading & { footer: ReadonlyMap<string, string> }> {
  const metadata = await parquetMetadataAsync(file);
  let lines = 0;
  let line_sum = 0n;
  await readRaw(file, metadata, {
    columns: [column],
    onValues: (_, values) => {
      lines += values.length;
      for (const value of values) line_sum += asBigint(value);
    },
  });
  const footer = new Map(metadata.key_value_metadata?.map(({ key, value }) => [key, value ?? '']));
  return { rows: Number(metadata.num_rows), lines, line_sum, footer };
}

/** Decodes columns as they are stored, one run of values at a time: decimals and times are whole numbers, text is bytes. */
export async function readRaw(
  file: AsyncBuffer,
  metadata: FileMetaData,
  reading: {
    columns?: string[];
    onValues: (column: string, values: ArrayLike<unknown> & Iterable<unknown>) => void;
  },
): Promise<void> {
  zstd ??= initialized();
  const decoder = await zstd;
  // Without logical types nothing becomes a float or a Date.
  const schema = metadata.schema.map(({ converted_type: _, logical_type: __, ...element }) => element);
  await parquetRead({
    file,
    metadata: { ...metadata, schema },
    ...(reading.columns === undefined ? {} : { columns: reading.columns }),
    utf8: false,
    compressors: {
      ZSTD: (input, length) => decoder.decode(input, length),
      GZIP: (input) => gunzipSync(input),
    },
    onChunk: ({ columnName, columnData }) => reading.onValues(columnName, columnData),
  });
}

async function initialized(): Promise<ZSTDDecoder> {
  const decoder = new ZSTDDecoder();
  await decoder.init();
  return decoder;
}

function asBigint(value: unknown): bigint {
  if (typeof value === 'bigint') return value;
  if (value instanceof Uint8Array) return BigInt(Buffer.from(value).toString('latin1'));
  return BigInt(value as number);
}
