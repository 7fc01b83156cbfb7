import { describe, expect, test } from 'vitest';
import { drafted } from './support/draft.js';

const orders = (count: number): object[] =>
  Array.from({ length: count }, (_, index) => ({ id: `A${index}`, qty: 100 + index }));

describe('a JSON document with values around its records', () => {
  test('is read at the list, however deep it stands, with what counts it', async () => {
    const document = {
      made: { by: 'X', on: '2026-11-20' },
      body: { n: 12, orders: orders(12) },
      end: { total: 1266, other: 1267 },
    };
    for (const text of [JSON.stringify(document), JSON.stringify(document, null, 1)]) {
      const { format, spec } = await drafted(text);
      expect(format).toMatchObject({ type: 'json-array', record: '/body/orders' });
      expect(spec.trailer).toEqual({
        paths: { trade_date: '/made/on', count: '/body/n', sum: '/end/total' },
        sum_of: 'qty',
      });
    }
  });

  test('has no control values where none is right by one', async () => {
    const { spec, format } = await drafted(JSON.stringify({ n: 11, total: 1265, orders: orders(12) }));
    expect(format).toMatchObject({ type: 'json-array', record: '/orders' });
    expect(spec).not.toHaveProperty('trailer');
  });

  test('is not meant where several objects follow each other', async () => {
    const one = JSON.stringify({ id: 'A', legs: orders(2) }, null, 1);
    expect((await drafted(`${one}\n${one}\n`)).format).toMatchObject({ type: 'json-concatenated' });
  });
});

describe('an XML document', () => {
  const xml = (records: string, around = '', root = 'D'): string =>
    `<${root}><H><N>3</N><Day>2026-11-20</Day>${around}</H>${records}</${root.split(' ')[0]}>`;
  const field = (id: number): string => `<Id>A${id}</Id><Q>${id}00</Q>`;

  test('has records of several kinds where each element holds just one of them', async () => {
    const text = xml(
      `<R><New>${field(1)}</New></R><R><New>${field(2)}</New></R><R><Gone>${field(3)}</Gone></R>`,
      '<T>600</T>',
    );
    const { spec, format } = await drafted(text);
    expect(format['record']).toEqual(['/D/R/New', '/D/R/Gone']);
    expect(spec.header).toEqual({
      paths: { count: '/D/H/N', trade_date: '/D/H/Day', sum: '/D/H/T' },
      sum_of: 'Q',
    });
  });

  test.each([
    ['an attribute of their own', `<R a="1"><New>${field(1)}</New></R>`],
    ['two elements', `<R><New>${field(1)}</New><Old>${field(1)}</Old></R>`],
    ['one value only', '<R><Id>A1</Id></R>'],
  ])('has its records one level up where they have %s', async (_, record) => {
    expect((await drafted(xml(record.repeat(3)))).format['record']).toBe('/D/R');
  });

  test('joins a value that stands several times in a record', async () => {
    const { spec } = await drafted(xml(`<R>${field(1)}<Id>B</Id></R><R>${field(2)}</R>`));
    expect(spec.fields).toContainEqual({ name: 'Id', path: 'Id', repeat: 'joined' });
  });

  test('has the namespace of its root, unless there are others', async () => {
    const records = `<R>${field(1)}</R>`.repeat(2);
    expect((await drafted(xml(records, '', 'D xmlns="urn:x"'))).format['namespace']).toBe('urn:x');
    for (const root of ['D', 'D xmlns="urn:x" xmlns:y="urn:y"', 'D xmlns:y="urn:y"']) {
      expect((await drafted(xml(records, '', root))).format).not.toHaveProperty('namespace');
    }
  });
});
