declare module 'parquetjs-lite' {
  type Field = { type: 'UTF8'; optional?: boolean; compression?: 'GZIP' | 'SNAPPY' | 'UNCOMPRESSED' };
  class ParquetSchema {
    constructor(fields: Record<string, Field>);
  }
  class ParquetWriter {
    static openFile(
      schema: ParquetSchema,
      path: string,
      options?: { rowGroupSize?: number },
    ): Promise<ParquetWriter>;
    appendRow(row: Record<string, string>): Promise<void>;
    close(): Promise<void>;
  }
  const parquet: { ParquetSchema: typeof ParquetSchema; ParquetWriter: typeof ParquetWriter };
  export = parquet;
}
