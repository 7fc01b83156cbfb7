import { duckdbText, identifier } from '../engine/sql-literal.js';

/**
 * Options of a COPY that writes a canonical file, with its key-value metadata in the order given: the same rows, the same bytes.
 *
 * A column of more than some thousand different values in a row group gets no dictionary, so that not many of its rows are hashed in vain.
 */
export function canonicalParquet(footer: Readonly<Record<string, string>>): string {
  const metadata = Object.entries(footer).map(([key, value]) => `${identifier(key)}: ${duckdbText(value)}`);
  return `FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 122880, DICTIONARY_SIZE_LIMIT 8192, KV_METADATA {${metadata.join(', ')}}`;
}
