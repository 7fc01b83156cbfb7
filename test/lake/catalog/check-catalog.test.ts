import { describe, expect, test } from 'vitest';
import { loadCanonicalDatasets } from '../../../src/lake/canonical-dataset.js';
import {
  type Drift,
  type DriftCode,
  driftText,
  formatDrift,
  isMendable,
} from '../../../src/lake/catalog/drift.js';
import { type CatalogTarget, checkCatalog, syncCatalog } from '../../../src/lake/catalog/sync-catalog.js';
import type { FakeGlue } from '../../fakes/glue/fake-glue.js';
import { partitionId } from '../../fakes/glue/glue-state.js';
import { catalogOn, startGlue } from '../../fakes/glue/start-glue.js';
import { commit, engineReads, inForce, openTarget, partitionOf, tableOf } from './support/catalog-lake.js';

const datasets = [...(await loadCanonicalDatasets()).keys()];

type Case = { found: RegExp[]; meddle: (glue: FakeGlue) => void };

function columnsOf(glue: FakeGlue): { Name: string; Type?: string; Comment?: string }[] {
  return tableOf(glue).table.StorageDescriptor?.Columns ?? [];
}

function column(glue: FakeGlue, name: string): { Name: string; Type?: string; Comment?: string } {
  const found = columnsOf(glue).find(({ Name }) => Name === name);
  if (found === undefined) throw new Error(`there is no column ${name}`);
  return found;
}

function describeStorage(glue: FakeGlue, change: object): void {
  const { table } = tableOf(glue);
  table.StorageDescriptor = { ...table.StorageDescriptor, ...change };
}

/** What a hand may do to the catalog, and what is then said; a sync mends each. */
const mendable: Record<string, Case> = {
  'the database is dropped': {
    meddle: (glue) => glue.state.databases.clear(),
    found: [
      /^database surveillance is missing from the catalog; tapewarden catalog sync makes it \[catalog-database-missing\]$/,
      ...datasets.map((name) => new RegExp(`^table ${name} is missing; .* \\[catalog-table-missing\\]$`)),
      /\[catalog-partition-missing\]$/,
      /\[catalog-partition-missing\]$/,
    ],
  },
  'a table is dropped': {
    meddle: (glue) => glue.state.database('surveillance').delete('quotes'),
    found: [/^table quotes is missing; tapewarden catalog sync makes it \[catalog-table-missing\]$/],
  },
  'a column is taken out': {
    meddle: (glue) => columnsOf(glue).splice(0, 1),
    found: [
      /^table trades: column event_id is missing, expected as string "Identity of the record.*" ?; .*\[catalog-column-missing\]$/,
    ],
  },
  'a column gets another type': {
    meddle: (glue) => {
      column(glue, 'price').Type = 'double';
    },
    found: [
      /^table trades: column price is double "Price of the trade\.", expected decimal\(18,8\) "Price of the trade\."; .*\[catalog-column-differs\]$/,
    ],
  },
  'a comment is changed': {
    meddle: (glue) => {
      column(glue, 'qty').Comment = '';
    },
    found: [
      /^table trades: column qty is decimal\(18,6\), expected decimal\(18,6\) ".*"; .*\[catalog-column-differs\]$/,
    ],
  },
  'a column is added': {
    meddle: (glue) => columnsOf(glue).push({ Name: 'note', Type: 'string' }),
    found: [/^table trades: column note \(string\) is in no schema; .*\[catalog-column-extra\]$/],
  },
  'columns change places': {
    meddle: (glue) => columnsOf(glue).reverse(),
    found: [
      /^table trades: order of columns is "source_byte_offset, .*", expected "event_id, .*"; .*\[catalog-table-differs\]$/,
    ],
  },
  'the table is read as another format': {
    meddle: (glue) => describeStorage(glue, { InputFormat: 'org.apache.hadoop.mapred.TextInputFormat' }),
    found: [
      /^table trades: input_format is "org.apache.hadoop.mapred.TextInputFormat", expected "org.*MapredParquetInputFormat"; .*\[catalog-table-differs\]$/,
    ],
  },
  'partition projection is switched on': {
    meddle: (glue) => Object.assign(tableOf(glue).table.Parameters ?? {}, { 'projection.enabled': 'true' }),
    found: [
      /^table trades: parameter projection.enabled is "true", expected "false"; .*\[catalog-table-differs\]$/,
    ],
  },
  'the table is made one of Hive itself': {
    meddle: (glue) => {
      tableOf(glue).table.TableType = 'MANAGED_TABLE';
    },
    found: [
      /^table trades: table type is "MANAGED_TABLE", expected "EXTERNAL_TABLE"; .*\[catalog-table-differs\]$/,
    ],
  },
  'a partition is dropped': {
    meddle: (glue) => tableOf(glue).partitions.delete(partitionId(partitionOf(glue).Values)),
    found: [
      /^table trades: partition trade_date=2026-11-20\/feed=tape-trades\/data_file=\S+ is missing, so engines do not see s3:\/\/surveillance-lake\/prod\/data\/trades\/trade_date=2026-11-20\/feed=tape-trades\/data_file=\S+\/; .*\[catalog-partition-missing\]$/,
    ],
  },
  'a partition is pointed elsewhere': {
    meddle: (glue) => {
      const partition = partitionOf(glue);
      partition.StorageDescriptor = { ...partition.StorageDescriptor, Location: 's3://elsewhere/' };
    },
    found: [
      /^table trades: location of partition trade_date=\S+ is "s3:\/\/elsewhere\/", expected "s3:\/\/surveillance-lake\/\S+\/"; .*\[catalog-partition-differs\]$/,
    ],
  },
  'a partition gets another SerDe': {
    meddle: (glue) => {
      const partition = partitionOf(glue);
      partition.StorageDescriptor = { ...partition.StorageDescriptor, SerdeInfo: {} };
    },
    found: [
      /^table trades: serde of partition trade_date=\S+ is "", expected "\S+ParquetHiveSerDe"; .*\[catalog-partition-differs\]$/,
    ],
  },
  'MSCK REPAIR adds a folder that no manifest names': {
    meddle: (glue) => {
      const Location = 's3://surveillance-lake/prod/data/trades/trade_date=2026-11-20/feed=x/data_file=y/';
      const Values = ['2026-11-20', 'x', 'y'];
      tableOf(glue).partitions.set(partitionId(Values), { Values, StorageDescriptor: { Location } });
    },
    found: [
      /^table trades: partition trade_date=2026-11-20\/feed=x\/data_file=y shows s3:\/\/surveillance-lake\/prod\/\S+, which no manifest in force names; .*\[catalog-partition-extra\]$/,
    ],
  },
  'somebody shows rows of their own': {
    meddle: (glue) => {
      const Values = ['2026-11-20', 'mine', 'z'];
      const StorageDescriptor = { Location: 's3://mine/rows' };
      tableOf(glue).partitions.set(partitionId(Values), { Values, StorageDescriptor });
    },
    found: [
      /^table trades: partition trade_date=2026-11-20\/feed=mine\/data_file=z shows s3:\/\/mine\/rows\/, which is outside the lake s3:\/\/surveillance-lake\/prod\/; find out who made it, .*\[catalog-partition-foreign\]$/,
    ],
  },
};

/** What a sync must not decide: it leaves the table as it is and says why. */
const obstacles: Record<string, Case> = {
  'a table is not ours': {
    meddle: (glue) => {
      tableOf(glue).table.Parameters = {};
    },
    found: [
      /^table trades was not made by tapewarden, which leaves it alone; name another database in tapewarden.yaml, or drop the table and sync \[catalog-table-foreign\]$/,
    ],
  },
  'a table is of another lake': {
    meddle: (glue) => describeStorage(glue, { Location: 's3://other-lake/data/trades' }),
    found: [
      /^table trades belongs to the lake at s3:\/\/other-lake\/data\/trades\/, expected s3:\/\/surveillance-lake\/prod\/data\/trades\/; .*\[catalog-lake-differs\]$/,
    ],
  },
  'a table has other partition keys': {
    meddle: (glue) => {
      tableOf(glue).table.PartitionKeys = [{ Name: 'trade_date', Type: 'date' }];
    },
    found: [
      /^table trades is partitioned by trade_date date, expected trade_date string, feed string, data_file string, which no update can change; .*\[catalog-keys-differ\]$/,
    ],
  },
  'a newer version made the table': {
    meddle: (glue) => Object.assign(tableOf(glue).table.Parameters ?? {}, { 'tapewarden.layout': '2' }),
    found: [
      /^table trades has layout 2, this version knows layouts up to 1; use a newer tapewarden \[catalog-layout-newer\]$/,
    ],
  },
};

async function synced(): Promise<{ glue: FakeGlue; lake: CatalogTarget }> {
  const [glue, lake] = [await startGlue(), await openTarget()];
  await commit(lake.store, { delivery: 'a', files: 2 });
  await syncCatalog(catalogOn(glue), lake);
  glue.calls.length = 0;
  return { glue, lake };
}

function expectTexts(found: readonly Drift[], texts: readonly RegExp[]): void {
  expect(found.map(formatDrift)).toEqual(texts.map((text) => expect.stringMatching(text) as string));
}

describe('drift', () => {
  test.each(Object.entries(mendable))(
    '%s: a check tells it and changes nothing, a sync mends it',
    async (_, one) => {
      const { glue, lake } = await synced();
      one.meddle(glue);
      expectTexts(await checkCatalog(catalogOn(glue), lake), one.found);
      expect(glue.writes()).toEqual([]);
      const { mended, left } = await syncCatalog(catalogOn(glue), lake);
      expectTexts(mended, one.found);
      expect(left).toEqual([]);
      expect(await checkCatalog(catalogOn(glue), lake)).toEqual([]);
      expect(await engineReads(glue, lake)).toEqual(await inForce(lake));
    },
  );

  test.each(Object.entries(obstacles))(
    '%s: a sync leaves that table alone and mends the others',
    async (_, one) => {
      const { glue, lake } = await synced();
      one.meddle(glue);
      const before = structuredClone(tableOf(glue).table);
      glue.state.database('surveillance').delete('quotes');
      await commit(lake.store, { delivery: 'b' });
      const { mended, left } = await syncCatalog(catalogOn(glue), lake);
      expect(mended.map(({ code }) => code)).toEqual(['catalog-table-missing']);
      expectTexts(left, one.found);
      expect(tableOf(glue).table).toEqual(before);
      expect(tableOf(glue).partitions.size).toBe(2);
      expect(glue.writes()).toEqual(['CreateTable']);
    },
  );

  test('a file that shares its folder is told and never shown, with whatever lies beside it', async () => {
    const { glue, lake } = await synced();
    const key = 'data/trades/trade_date=2026-11-20/feed=tape-trades/old.parquet';
    await commit(lake.store, { delivery: 'b', rows_of: [{ key, trade_date: '2026-11-20' }] });
    const { mended, left } = await syncCatalog(catalogOn(glue), lake);
    expect(mended).toEqual([]);
    expectTexts(left, [
      /^data\/trades\/trade_date=2026-11-20\/feed=tape-trades\/old.parquet shares its folder with other files, .*canonicalize its delivery again with this version \[catalog-file-unplaced\]$/,
    ]);
    expect(await engineReads(glue, lake)).not.toContain(key);
  });

  test('a catalog in order has none', async () => {
    const { glue, lake } = await synced();
    expect(await checkCatalog(catalogOn(glue), lake)).toEqual([]);
    expect(glue.writes()).toEqual([]);
  });

  test('of every code has a case here', () => {
    const cases = [...Object.values(mendable), ...Object.values(obstacles)];
    const told = cases.flatMap(({ found }) => found.map(String)).join();
    const untold = Object.keys(driftText).filter((code) => !told.includes(`[${code}`));
    expect(untold).toEqual(['catalog-file-unplaced']);
    const left = Object.keys(driftText).filter((code) => !isMendable({ code: code as DriftCode } as Drift));
    expect(left).toHaveLength(5);
  });
});
