import { describe, expect, test } from 'vitest';
import { drafted, draftOf, lines } from './support/draft.js';

const order = (index: number, between: string): string =>
  [`A${100 + index}`, `20261120-09:30:00.00000000${index % 10}`, 'F', 'B', `12.5${index % 10}`, '100'].join(
    between,
  );
const names = (between: string): string => `${['ordId', 'ts', 'sym', 'side', 'px', 'qty'].join(between)}\n`;

describe('delimited samples', () => {
  test.each(['|', ',', '\t', ';', '\u0001', '^', '~', '||', '|~|', '\t|\t'])(
    'are cut at %j',
    async (delimiter) => {
      const { format, draft } = await drafted(
        names(delimiter) + lines(9, (index) => order(index, delimiter)),
      );
      expect(format).toMatchObject({ type: 'delimited', delimiter, header: true });
      expect(draft.fields.map(({ name }) => name)).toEqual(['ordId', 'ts', 'sym', 'side', 'px', 'qty']);
    },
  );

  test('keep a delimiter and doubled quotes within quotes', async () => {
    const { format, draft } = await drafted('id,name\n"A1","x, ""y"""\n"A2","z"\n');
    expect(format).toMatchObject({ delimiter: ',', quote: '"' });
    expect(format).not.toHaveProperty('escape');
    expect(draft.fields[1]?.values).toEqual(['x, "y"', 'z']);
  });

  test('know quotes that a backslash escapes', async () => {
    const { format, draft } = await drafted('id,name\n"A1","x, \\"y\\""\n"A2","z"\n');
    expect(format).toMatchObject({ quote: '"', escape: 'backslash' });
    expect(draft.fields[1]?.values[0]).toBe('x, "y"');
  });

  test('name their columns by position where the names cannot be those of fields', async () => {
    const text = `ordId|ts|sym|side|px|px\n${lines(9, (index) => order(index, '|'))}`;
    const { format, spec } = await drafted(text);
    expect(format).toMatchObject({ header: 'position' });
    expect(spec.fields).toEqual(['field_1', 'field_2', 'field_3', 'field_4', 'field_5', 'field_6']);
    const proto = await drafted(text.replace('px|px', '__proto__|qty'));
    expect(proto.format).toMatchObject({ header: 'position' });
  });

  test('may begin with a preamble, hold comments and end with a padded trailer', async () => {
    const body = lines(9, (index) => order(index, '|'));
    const text = `Orders of ACME\nprinted for the firm\n${names('|')}# desk one\n${body}# desk two\nTRAILER|9||||\n`;
    const { format, spec } = await drafted(text);
    expect(format).toMatchObject({ preamble: 2, comment: '#', header: true });
    expect(spec.trailer).toEqual({ match: '^TRAILER\\|(?P<count>[0-9]+)(\\|)*$' });
  });

  test('may begin with one control line that carries the date', async () => {
    const { spec } = await drafted(`HDR|20261120\n${names('|')}${lines(9, (index) => order(index, '|'))}`);
    expect(spec.header).toEqual({ match: '^HDR\\|(?P<trade_date>[0-9]{8})$' });
  });

  test('have a trailer of which only what was counted is the count', async () => {
    const text = (count: string): string =>
      `${names('|')}${lines(9, (index) => order(index, '|'))}END|${count}|900\n`;
    expect((await drafted(text('9'))).spec.trailer).toEqual({
      match: '^END\\|(?P<count>[0-9]+)\\|(?P<sum>[0-9]+)$',
      sum_of: 'qty',
    });
    expect((await drafted(text('8'))).spec.trailer?.match).toBe('^END\\|[0-9]+\\|(?P<sum>[0-9]+)$');
  });

  test('larger than what is read have the trailer of their end, uncounted', async () => {
    const text = `${names('|')}${lines(40_000, (index) => order(index, '|'))}END|40000\n`;
    const { spec, draft } = await drafted(text);
    expect(spec.trailer?.match).toBe('^END\\|(?P<count>[0-9]+)$');
    expect(draft.feed_yaml).toContain(
      'unsure: 40000 may be the count; the sample is cut, so nothing was counted',
    );
    expect(draft.format.records).toBeLessThan(40_000);
  });
});

describe('encodings', () => {
  const text = `${names('|')}${lines(9, (index) => order(index, '|'))}`;
  test.each([
    ['utf-8', Buffer.from(text)],
    ['utf-8', Buffer.from(`\uFEFF${text}`)],
    ['utf-8', Buffer.from(text.replace('A100', 'Ä100'))],
    ['latin-1', Buffer.from(text.replace('A100', 'Ä100'), 'latin1')],
    ['utf-16', Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['utf-16', Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
    ['utf-16le', Buffer.from(text, 'utf16le')],
    ['utf-16be', Buffer.from(text, 'utf16le').swap16()],
  ])('%s is told by its bytes', async (encoding, bytes) => {
    const { format, draft } = await drafted(bytes);
    expect(format).toMatchObject({ encoding, delimiter: '|' });
    expect(draft.fields[0]?.name).toBe('ordId');
  });
});

describe('JSON samples', () => {
  const record = (index: number): string =>
    `{"id":"A${index}","px":1.50,"big":18446744073709551615,"p":{"side":"B"}}`;
  test.each([
    ['json-lines', lines(3, record), {}],
    ['json-concatenated', [0, 1, 2].map(record).join(''), {}],
    ['json-concatenated', [0, 1, 2].map((index) => record(index).replaceAll(',', ',\n')).join('\n'), {}],
    ['json-array', `[${[0, 1, 2].map(record).join(',')}]`, {}],
    ['json-array', `{"made":"x","Records":[${[0, 1, 2].map(record).join(',')}]}`, { record: '/Records' }],
  ])('%s', async (type, text, more) => {
    const { format, draft } = await drafted(text);
    expect(format).toMatchObject({ type, ...more });
    expect(draft.format.records).toBe(3);
    expect(draft.fields.map(({ name, part }) => ({ name, ...part }))).toEqual([
      { name: 'id' },
      { name: 'px' },
      { name: 'big' },
      { name: 'side', pointer: '/p/side' },
    ]);
    expect(draft.fields[2]?.values[0]).toBe('18446744073709551615');
    expect(draft.fields[1]?.values[0]).toBe('1.50');
  });

  test('that go too deep or break off are no JSON', async () => {
    expect(await draftOf(`${'['.repeat(100_000)}\n`)).toMatchObject({ code: 'sample-format-unknown' });
    expect(await draftOf('{"a":\n')).toMatchObject({ code: 'sample-format-unknown' });
  });
});

describe('FIX samples', () => {
  const message = (index: number, between: string): string =>
    [
      '8=FIX.4.4',
      '9=5',
      '35=8',
      '49=XX',
      `34=${index}`,
      '55=F',
      '54=1',
      '31=10',
      `60=20261120-14:30:0${index}`,
      '10=000',
      '',
    ].join(between);
  test.each(['\u0001', '|', '^', ';'])('separated by %j', async (separator) => {
    const { format, spec } = await drafted(lines(5, (index) => message(index, separator)));
    expect(format).toMatchObject({ type: 'fix', separator });
    expect(spec.map['event_ts_ns']).toEqual({
      from: 'TransactTime',
      timestamp: 'yyyyMMdd-HH:mm:ss',
      zone: 'UTC',
    });
    expect(spec.key).toEqual(['SenderCompID', 'MsgSeqNum']);
  });

  test('with a time before each message have a log prefix', async () => {
    const { format } = await drafted(
      lines(5, (index) => `2026-11-20 14:30:0${index}.123 IN ${message(index, '|')}`),
    );
    expect(format).toMatchObject({
      type: 'fix',
      log_prefix: '^[0-9]+-[0-9]+-[0-9]+ [0-9]+:[0-9]+:[0-9]+\\.[0-9]+ [A-Za-z]+ ',
    });
  });

  test('without line ends are messages', async () => {
    const { format, draft } = await drafted([0, 1, 2].map((index) => message(index, '\u0001')).join(''));
    expect(format).toMatchObject({ type: 'fix', framing: 'messages' });
    expect(draft.format.records).toBe(3);
  });
});

test('XML records are the elements nearest to the root that stand more than once', async () => {
  const text = `<?xml version="1.0"?><r><h><f>X &amp; Y</f></h>${lines(3, (index) => `<o id="A${index}"><px>1.5${index}</px><in><side>B</side></in></o>`)}</r>`;
  const { format, draft } = await drafted(text);
  expect(format).toMatchObject({ type: 'xml', record: '/r/o' });
  expect(draft.fields.map(({ name, part }) => ({ name, ...part }))).toEqual([
    { name: 'id', path: '@id' },
    { name: 'px', path: 'px' },
    { name: 'side', path: 'in/side' },
  ]);
  expect(await draftOf(text.replace('<r>', '<!DOCTYPE r><r>'))).not.toHaveProperty('format.type', 'xml');
});
