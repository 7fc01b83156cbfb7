/* eslint-disable @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-return -- documents are read without the types of the code under test */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';

/** A document as it lies in the lake; tests look into it without the types of the code that wrote it. */
// biome-ignore lint/suspicious/noExplicitAny: what is read is judged by the test itself
export type Raw = any;

/** The lake as files: nothing here is shared with the code that reads it. */
export class RawLake {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Paths of files under a folder, in order. */
  files(prefix: string): string[] {
    try {
      return readdirSync(path.join(this.folder, prefix), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.relative(this.folder, path.join(entry.parentPath, entry.name)))
        .sort();
    } catch {
      return [];
    }
  }

  text(key: string): string {
    return readFileSync(path.join(this.folder, key), 'utf8');
  }

  json(key: string): Raw {
    return JSON.parse(this.text(key));
  }

  lines(key: string): Raw[] {
    return this.text(key)
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Raw);
  }

  sha256(key: string): string {
    return createHash('sha256')
      .update(readFileSync(path.join(this.folder, key)))
      .digest('hex');
  }

  async rowCount(key: string): Promise<number> {
    const file = await asyncBufferFromFile(path.join(this.folder, key));
    return Number((await parquetMetadataAsync(file)).num_rows);
  }

  async rows(key: string): Promise<Raw[]> {
    const file = await asyncBufferFromFile(path.join(this.folder, key));
    return (await parquetReadObjects({ file, compressors })) as Raw[];
  }

  /** Entries of all chains by feed, in their order. */
  chains(): Map<string, Raw[]> {
    const chains = new Map<string, Raw[]>();
    for (const key of this.files('manifests')) {
      const feed = key.split('/')[1] ?? '';
      chains.set(feed, [...(chains.get(feed) ?? []), { ...this.json(key), entry_key: key }]);
    }
    return chains;
  }
}
