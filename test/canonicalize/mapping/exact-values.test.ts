import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseTimestampForm } from '../../../src/canonicalize/mapping/timestamp-form.js';
import { localSql, timestampSql, zoneSql } from '../../../src/canonicalize/mapping/timestamp-sql.js';
import { DuckDbSession, type Row } from '../../../src/engine/duckdb-session.js';
import { duckdbText } from '../../../src/engine/sql-literal.js';
import { shippedFeed } from '../support/feeds.js';
import { deliver, openTestLake, published, temporaryFolder } from '../support/lake.js';
import { publishedRows, quarantined } from '../support/read-parquet.js';
import { tradeFile } from '../support/records.js';

/** Answers of expressions over texts, one row a text, in their order. */
async function evaluate(texts: readonly string[], expressions: Record<string, string>): Promise<Row[]> {
  const folder = await temporaryFolder();
  const session = await DuckDbSession.open({ folders: [], spill: path.join(folder, 'spill'), threads: 1 });
  try {
    const values = texts.map((text, index) => `(${index}, ${duckdbText(text)})`).join(', ');
    const columns = Object.entries(expressions).map(([name, sql]) => `${sql} AS ${name}`);
    return await session.rows(
      `SELECT ${columns.join(', ')} FROM (VALUES ${values}) AS t(n, text) ORDER BY n`,
    );
  } finally {
    session.close();
  }
}

function form(text: string): NonNullable<ReturnType<typeof parseTimestampForm>> {
  const parsed = parseTimestampForm(text);
  if (parsed === null) throw new Error(`${text} is no form`);
  return parsed;
}

/** SQL of the nanoseconds of `text`, of whichever kind. */
function nanoseconds(forms: Parameters<typeof timestampSql>[1], date: string | null = null): string {
  const { wall, utc } = timestampSql('text', forms, date);
  return `coalesce(${wall ?? 'NULL'}, ${utc ?? 'NULL'})`;
}

describe('prices', () => {
  const digits = (least: number, most: number): fc.Arbitrary<string> =>
    fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: least, maxLength: most });
  const decimal = fc
    .tuple(fc.constantFrom('', '', '-'), digits(1, 11), fc.option(digits(1, 10)))
    .map(([sign, whole, fraction]) => `${sign}${whole}${fraction === null ? '' : `.${fraction}`}`);

  test('arrive digit for digit, or are rejected where a digit would be lost', async () => {
    const prices = fc.sample(decimal, { numRuns: 400, seed: 7 });
    const lake = await openTestLake();
    const bytes = tradeFile(prices.map((price) => ({ price })));
    const manifest = published(await deliver(lake, shippedFeed('tape-trades'), { name: 'f', bytes }));
    const fits = (price: string): boolean => {
      const [whole = '', fraction = ''] = price.replace('-', '').split('.');
      return whole.length <= 10 && /^0*$/.test(fraction.slice(8));
    };
    const expected = prices.flatMap((price, index) => {
      if (!fits(price)) return [];
      const [whole = '', fraction = ''] = price.replace('-', '').split('.');
      const text = `${BigInt(whole)}.${fraction.slice(0, 8).padEnd(8, '0')}`;
      const negative = price.startsWith('-') && /[1-9]/.test(text);
      return [{ source_line: String(index + 2), price: `${negative ? '-' : ''}${text}` }];
    });
    expect(await publishedRows(lake, manifest, 'source_line, price')).toEqual(expected);
    const rejected = (await quarantined(lake, manifest)).map((row) => row['value']);
    expect(rejected).toEqual(prices.filter((price) => !fits(price)));
    expect(rejected.length).toBeGreaterThan(20);
  });
});

describe('timestamp forms', () => {
  test.each([
    ['yyyyMMdd-HH:mm:ss.nnnnnnnnn', '20261120-09:30:00.123456789', '1795167000123456789'],
    ['yyyyMMdd-HH:mm:ss.nnnnnnnnn', '20261120-09:30:00.1', '1795167000100000000'],
    ['yyyyMMdd-HH:mm:ss.nnnnnnnnn', '20261120-09:30:00.000000001', '1795167000000000001'],
    ['yyyyMMdd-HH:mm:ss.nnn', '20261120-09:30:00.12', '1795167000120000000'],
    ['yyyyMMdd-HH:mm:ss.nnn', '20261120-09:30:00.1234', null],
    ['yyyyMMdd HHmmssnnnnnnnnn', '20261120 093000123456789', '1795167000123456789'],
    ['yyyyMMdd HHmmssnnnnnnnnn', '2026112 093000123456789', null],
    ['yyyy-MM-ddTHH:mm:ss.nnnZ', '2026-11-20T09:30:00.123Z', '1795167000123000000'],
    ['yyyy-MM-ddTHH:mm:ss.nnnZ', '2026-11-20T09:30:00.123', null],
    ['MM/dd/yyyy', '11/20/2026', '1795132800000000000'],
    ['MM/dd/yyyy', '11/2/2026', null],
    ['MM/dd/yyyy', '02/29/2027', null],
    ['yyyyMMddHHmmss', '20240229235959', '1709251199000000000'],
    ['yyyyMMdd%HH', '20261120%09', '1795165200000000000'],
  ])('%s reads %s as %s', async (text, received, expected) => {
    const [row] = await evaluate([received], { ns: nanoseconds([form(text)]) });
    expect(row?.['ns']).toBe(expected);
  });

  test('of several forms the first that fits counts', async () => {
    const forms = [form('yyyyMMdd-HH:mm:ss.nnnnnnnnn'), form('yyyyMMdd-HH:mm:ss')];
    const rows = await evaluate(['20261120-09:30:00', '20261120-09:30:00.5', '20261120'], {
      ns: nanoseconds(forms),
    });
    expect(rows.map((row) => row['ns'])).toEqual(['1795167000000000000', '1795167000500000000', null]);
  });

  test.each(['', 'yyyyMM', 'yyyyMMdd-nnnnnnnnnn', 'yyMMdd'])('%j is no form', (text) => {
    expect(parseTimestampForm(text)).toBeNull();
  });
});

describe('zones', () => {
  test('wall clock to UTC and back is what the clocks of Node show', async () => {
    const zones = ['America/New_York', 'Europe/London', 'Australia/Lord_Howe', 'Asia/Kolkata'];
    const span = { min: Date.parse('1995-01-01'), max: Date.parse('2055-01-01') };
    const instants = fc.sample(fc.integer(span), { numRuns: 200, seed: 11 });
    const dates = { from: '1990-01-01', to: '2060-01-01' };
    for (const zone of zones) {
      const texts = instants.map((instant) => String(BigInt(instant) * 1_000_000n + 1n));
      const rows = await evaluate(texts, { local: localSql('CAST(text AS BIGINT)', zone, dates) });
      const format = new Intl.DateTimeFormat('sv-SE', {
        timeZone: zone,
        dateStyle: 'short',
        timeStyle: 'medium',
      });
      const wall = instants.map((instant) => {
        const seconds = Date.parse(`${format.format(instant).replace(' ', 'T')}Z`);
        return String(BigInt(seconds + (instant % 1000)) * 1_000_000n + 1n);
      });
      expect(rows.map((row) => row['local'])).toEqual(wall);
      const { utc, ambiguous, skipped } = zoneSql('CAST(text AS BIGINT)', zone, dates);
      const back = await evaluate(wall, { utc, twice: ambiguous ?? 'false', never: skipped ?? 'false' });
      const unique = back.flatMap((row, index) =>
        row['twice'] === true ? [] : [[row['utc'], texts[index]]],
      );
      expect(unique.filter(([ours, theirs]) => ours !== theirs)).toEqual([]);
      expect(unique.length).toBeGreaterThan(190);
      expect(back.filter((row) => row['never'] === true)).toEqual([]);
    }
  });
});
