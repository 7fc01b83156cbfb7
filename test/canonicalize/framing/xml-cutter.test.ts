import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ControlPath } from '../../../src/canonicalize/framing/control-values.js';
import { XmlCutter } from '../../../src/canonicalize/framing/xml-cutter.js';
import type { XmlField } from '../../../src/canonicalize/framing/xml-paths.js';
import { recordEvents } from '../support/record-events.js';

const LIMIT = 200;

type Reading = {
  records?: readonly string[];
  fields?: readonly (string | XmlField)[];
  controls?: readonly ControlPath[];
  namespace?: string | null;
  trim?: boolean;
};

function cutter(events: string[], reading: Reading): XmlCutter {
  const fields = (reading.fields ?? ['A', 'B']).map((field) =>
    typeof field === 'string' ? { name: field, path: field, repeat: 'fault' as const } : field,
  );
  const whole = {
    records: ['/D/R'],
    controls: [],
    namespace: null,
    trim: false,
    encodings: ['utf-8'],
    ...reading,
    fields,
  };
  return new XmlCutter({ sink: recordEvents(events), file: 'f', limit: LIMIT, reading: whole });
}

/** What comes of a document; values are divided by |, a value that stands several times is told as !slot. */
function read(content: string | Buffer | readonly Buffer[], reading: Reading = {}): string[] {
  const events: string[] = [];
  const xml = cutter(events, reading);
  const chunks =
    typeof content === 'string' ? [Buffer.from(content)] : Buffer.isBuffer(content) ? [content] : content;
  for (const chunk of chunks) xml.push(Buffer.from(chunk));
  xml.end();
  return events.map((event) => event.replaceAll('\u001f', '|').replaceAll('\0', '!'));
}

/** The values alone. */
function values(content: string, reading: Reading = {}): string[] {
  return read(content, reading).map((event) => event.replace(/^\d+ @\d+ /, ''));
}

describe('records', () => {
  test('are told with line and byte offset of their start tags', () => {
    const text = '<?xml version="1.0"?>\r\n<D>\n<!-- é\n -->é<R><A>é</A></R>\r\n<R\n>\n<B>2</B></R></D>\n';
    const events = read(text);
    expect(events).toEqual([
      `4 @${Buffer.byteLength(text.slice(0, text.indexOf('<R>')))} ${Buffer.from('é').toString('latin1')}|`,
      `5 @${Buffer.byteLength(text.slice(0, text.indexOf('<R\n')))} |2`,
    ]);
  });

  test.each<[string, string, Reading, string[]]>([
    [
      'of several kinds',
      '<D><N><A>1</A></N><C><A>2</A></C><X><A>3</A></X></D>',
      { records: ['/D/N', '/D/C'], fields: ['local-name()', 'A'] },
      ['N|1', 'C|2'],
    ],
    ['that are the root', '<R><A>1</A></R>', { records: ['/R'] }, ['1|']],
    ['that hold their own name', '<D><R><A>1</A><R><A>2</A></R></R></D>', {}, ['1|']],
    ['elsewhere are none', '<D><X><R><A>1</A></R></X><R/></D>', {}, ['|']],
    [
      'with attributes and their own text',
      '<D><R id="7">x<A c="USD">1</A>y</R></D>',
      { fields: ['@id', '.', 'A/@c', 'A'] },
      ['7|xy|USD|1'],
    ],
    [
      'with nested values',
      '<D><R><A><B><C>1</C></B></A><B>2</B></R></D>',
      { fields: ['A/B/C', 'A/B', 'B'] },
      ['1||2'],
    ],
    [
      'with CDATA, comments and instructions',
      '<D><R><A>1<![CDATA[<&>]]><!-- x -->2<?p x?>3</A></R></D>',
      {},
      ['1<&>23|'],
    ],
    [
      'with entities and characters',
      '<D><R><A>&lt;&gt;&amp;&quot;&apos;&#65;&#x1F600;</A><B>"\n"</B></R></D>',
      {},
      [`<>&"'A${Buffer.from('😀').toString('latin1')}|"\n"`],
    ],
    ['with white space as it stands', '<D><R><A> 1\t</A><B>\r\n</B></R></D>', {}, [' 1\t|\n']],
    ['with white space removed', '<D><R><A> 1 2\t</A><B>\r\n</B></R></D>', { trim: true }, ['1 2|']],
    ['with empty elements, which have no value', '<D><R><A/><B></B></R></D>', {}, ['|']],
    [
      'with a value twice, which is a fault',
      '<D><R><A>1</A><A>2</A><B>3</B><B>4</B></R><R/></D>',
      {},
      ['!0', '|'],
    ],
    ['with a value twice, of which one is empty', '<D><R><A/><A>2</A></R></D>', {}, ['2|']],
    [
      'with values that may repeat',
      '<D><R><A>1</A><A>2</A><A>3</A><B>4</B><B>5</B></R></D>',
      {
        fields: [
          { name: 'A', path: 'A', repeat: 'joined' },
          { name: 'B', path: 'B', repeat: 'first' },
        ],
      },
      ['1 2 3|4'],
    ],
  ])('%s', (_, text, reading, records) => {
    expect(values(text, reading)).toEqual(records);
  });

  test('take what stands around and before them, as far as its element reaches', () => {
    const text =
      '<D v="1"><M><n>Jan</n><S><R><A>1</A></R></S><T><R><A>2</A></R></T></M><M><S><R><A>3</A></R></S><n>Feb</n><S><R><A>4</A></R></S></M></D>';
    const reading = {
      records: ['/D/M/S/R', '/D/M/T/R'],
      fields: ['/D/@v', '/D/M/n', '../local-name()', 'A'],
    };
    expect(values(text, reading)).toEqual(['1|Jan|S|1', '1|Jan|T|2', '1||S|3', '1|Feb|S|4']);
  });

  test('at the limit are read, one byte longer are told as too long', () => {
    const record = (bytes: number): string => `<R><A>${'x'.repeat(bytes - 14)}</A></R>`;
    expect(values(`<D>${record(LIMIT)}${record(LIMIT + 1)}<R/></D>`)).toEqual([
      `${'x'.repeat(LIMIT - 14)}|`,
      `oversized 1 @${LIMIT + 3} ${LIMIT + 1}`,
      '|',
    ]);
  });
});

test('a record that values around it make too long is told as too long', () => {
  const around = 'x'.repeat(LIMIT - 1);
  const reading = { fields: ['/D/N', 'A'] };
  expect(values(`<D><N>${around}</N><R/></D>`, reading)).toEqual([`${around}|`]);
  expect(values(`<D><N>${around}</N><R><A>1</A></R></D>`, reading)).toEqual([
    `oversized 1 @${LIMIT + 9} ${LIMIT + 1}`,
  ]);
});

describe('namespaces', () => {
  const urn = 'urn:x';
  test.each<[string, string, string | null, string[]]>([
    ['by default', '<D xmlns="urn:x"><R><A>1</A></R></D>', urn, ['1|']],
    ['by prefix', '<p:D xmlns:p="urn:x"><p:R><p:A>1</p:A><B>2</B></p:R></p:D>', urn, ['1|']],
    [
      'by another prefix inside',
      '<D xmlns="urn:x"><q:R xmlns:q="urn:x" xmlns="urn:y"><q:A>1</q:A><B>2</B></q:R><R><B>3</B></R></D>',
      urn,
      ['1|', '|3'],
    ],
    [
      'that are foreign inside',
      '<D xmlns="urn:x"><R xmlns="urn:y"><A>1</A></R><R><A xmlns="">1</A><B>2</B></R></D>',
      urn,
      ['|2'],
    ],
    ['that nobody asks for', '<p:D xmlns:p="urn:y"><R><p:A>1</p:A></R></p:D>', null, ['1|']],
  ])('%s', (_, text, namespace, records) => {
    expect(values(text, { namespace })).toEqual(records);
  });

  test("of attributes: one without a prefix is the element's own", () => {
    const text = '<D xmlns="urn:x" xmlns:y="urn:y" xmlns:x="urn:x"><R a="1" y:b="2" x:c="3"/></D>';
    expect(values(text, { namespace: urn, fields: ['@a', '@b', '@c'] })).toEqual(['1||3']);
  });

  test('a root element of another name or namespace refuses the file', () => {
    expect(read('\n<D xmlns="urn:y"/>', { namespace: urn })).toEqual([
      'f:2: the root element is "D" of namespace "urn:y", expected "D" of namespace "urn:x"; raise the feed\'s version if the schema changed [document-foreign] @1',
    ]);
    expect(read('<E/>')).toEqual([
      'f:1: the root element is "E" of namespace "", expected "D"; raise the feed\'s version if the schema changed [document-foreign] @0',
    ]);
  });
});

describe('control values', () => {
  const controls: ControlPath[] = [
    { where: 'header', name: 'count', path: '/D/H/N' },
    { where: 'header', name: 'trade_date', path: '/D/H/@d' },
    { where: 'trailer', name: 'sum', path: '/D/S' },
  ];

  test('are handed on in the end, with their lines', () => {
    const text = '<D>\n<H d="2026-11-20"><N> 2 </N></H><R/>\n<S>1.50</S></D>';
    expect(read(text, { controls })).toEqual([
      '2 @36 |',
      'header 2 count=2 trade_date=20261120',
      'trailer 3 sum=1.50',
    ]);
  });

  test.each([
    ['0', '<D><H d="2026-11-20"><N>2</N></H><R/></D>', 'sum of the trailer at "/D/S"'],
    ['0', '<D><H d="2026-11-20"><N/></H><S>1</S></D>', 'count of the header at "/D/H/N"'],
    ['2', '<D><H d="2026-11-20"><N>2</N><N>2</N></H><S>1</S></D>', 'count of the header at "/D/H/N"'],
  ])('%s of one refuse the file: %s', (found, text, what) => {
    expect(read(text, { controls }).at(-1)).toBe(
      `f: the document has ${found} values for the ${what}, expected one; the file may be cut off [control-not-one] @undefined`,
    );
  });
});

describe('a document that is not sound refuses the file', () => {
  const at = (event: string | undefined): string =>
    event?.replace(/^f:(\d+): .*\[(.*)\] @(\d+)$/s, '$2 $1 @$3') ?? '';

  test.each<[string, string, string]>([
    ['a tag that is not closed', '<D><R></R>', 'xml-syntax 1 @10'],
    ['a tag closed by another', '<D>\n<R><A>1</B></R></D>', 'xml-syntax 2 @15'],
    ['cut in a tag', '<D><R><A', 'xml-syntax 1 @8'],
    ['text after the root', '<D/>x', 'xml-syntax 1 @5'],
    ['a second root', '<D/><D/>', 'xml-syntax 1 @7'],
    ['text before the root', 'x<D/>', 'xml-syntax 1 @2'],
    ['no root', ' \n', 'xml-syntax 2 @2'],
    ['no XML', 'a,b\n1,2\n', 'xml-syntax 3 @8'],
    ['an attribute twice', '<D a="1" a="2"/>', 'xml-syntax 1 @16'],
    ['an attribute without quotes', '<D a=1/>', 'xml-syntax 1 @6'],
    ['a less-than in an attribute', '<D a="<"/>', 'xml-syntax 1 @7'],
    ['an ampersand alone', '<D>a & b</D>', 'xml-syntax 1 @12'],
    ['an unknown entity', '<D>&nbsp;</D>', 'xml-syntax 1 @9'],
    ['an entity that is a member of every object', '<D>&constructor;</D>', 'xml-syntax 1 @16'],
    ['another one', '<D>&__proto__;</D>', 'xml-syntax 1 @14'],
    ['a NUL', '<D>\0</D>', 'xml-syntax 1 @4'],
    ['a reference to NUL', '<D>&#0;</D>', 'xml-syntax 1 @7'],
    ['a reference to half a character', '<D>&#xD800;</D>', 'xml-syntax 1 @11'],
    ['a control character', '<D>\u001f</D>', 'xml-syntax 1 @4'],
    ['a control character in XML 1.1', '<?xml version="1.1"?><D>&#x1f;</D>', 'xml-syntax 1 @30'],
    ['the end of CDATA in text', '<D>]]></D>', 'xml-syntax 1 @6'],
    ['two hyphens in a comment', '<D><!-- a -- b --></D>', 'xml-syntax 1 @13'],
    ['a declaration not at the start', '<D/>\n<?xml version="1.0"?>', 'xml-syntax 2 @11'],
    ['a DOCTYPE', '<!DOCTYPE D><D/>', 'xml-doctype 1 @12'],
    ['a DOCTYPE behind a comment', '<?xml version="1.0"?><!-- x -->\n<!doctype D><D/>', 'xml-syntax 2 @41'],
    ['another encoding', '<?xml version="1.0" encoding="UTF-16"?><D/>', 'document-encoding 1 @42'],
    ['a byte that is not UTF-8', 'latin', 'document-not-utf8 2 @8'],
    ['too many levels', '<D>'.repeat(65), 'xml-limit 1 @195'],
    [
      'too many attributes',
      `<D ${Array.from({ length: 65 }, (_, n) => `a${n}="" `).join('')}/>`,
      'xml-limit 1 @450',
    ],
    ['a name too long', `<${'D'.repeat(257)}/>`, 'xml-limit 1 @259'],
    ['an attribute too long', `<D a="${'x'.repeat(4 * LIMIT)}"/>`, `xml-limit 1 @${4 * LIMIT + 9}`],
    ['text too long', `<D>${'>'.repeat(4 * LIMIT)}</D>`, `xml-limit 1 @${4 * LIMIT + 7}`],
  ])('%s', (name, text, place) => {
    const content = name.includes('not UTF-8')
      ? Buffer.from('<D>\n<R>\xe9</R></D>', 'latin1').subarray(0)
      : text;
    expect(at(read(content).at(-1))).toBe(place.replace('@8', name.includes('not UTF-8') ? '@7' : '@8'));
  });

  test('the message of each code', () => {
    const messages = [
      '<D>',
      '<!DOCTYPE D [<!ENTITY a SYSTEM "file:///etc/passwd">]><D>&a;</D>',
      `<${'D'.repeat(257)}/>`,
      '<?xml version="1.0" encoding="latin1"?><D/>',
    ].map((text) => read(text).at(-1));
    expect([...messages, read(Buffer.from([60, 68, 62, 255])).at(-1)]).toEqual([
      'f:1: the XML is not well formed here (unclosed tag: D), expected a well-formed document; ask the broker to send it again [xml-syntax] @3',
      'f:1: the document has a DOCTYPE, expected none: it could declare entities that stand for other files or for endless text [xml-doctype] @54',
      'f:1: the document has more characters in a name here than is read, expected at most 256 [xml-limit] @259',
      'f:1: the document declares the encoding "latin1", expected "utf-8" as the feed declares [document-encoding] @42',
      'f:1: the document holds a byte here that is not UTF-8, expected UTF-8 as the feed declares; ask the broker to send it again [document-not-utf8] @3',
    ]);
  });

  test('64 levels, 64 attributes and 256 characters of a name are read', () => {
    const levels = '<x>'.repeat(63);
    expect(read(`<D>${levels}${levels.replaceAll('<', '</')}</D>`)).toEqual([]);
    expect(read(`<D ${Array.from({ length: 64 }, (_, n) => `a${n}=""`).join(' ')}/>`)).toEqual([]);
    expect(read(`<D><${'x'.repeat(256)}/></D>`)).toEqual([]);
  });
});

describe('hostile documents end at once', () => {
  const bomb = (declarations: string): string =>
    `<?xml version="1.0"?>\n<!DOCTYPE D [\n${declarations}]>\n<D><R><A>&e9;</A></R></D>`;

  test.each<[string, string]>([
    [
      'a billion laughs',
      bomb(
        `<!ENTITY e0 "lol">${Array.from({ length: 9 }, (_, n) => `<!ENTITY e${n + 1} "${`&e${n};`.repeat(10)}">`).join('\n')}`,
      ),
    ],
    ['quadratic blow-up', bomb(`<!ENTITY e9 "${'x'.repeat(500)}">`)],
    ['an external entity', bomb('<!ENTITY e9 SYSTEM "file:///etc/passwd">')],
    ['a parameter entity', bomb('<!ENTITY % p SYSTEM "http://127.0.0.1/x.dtd">%p;')],
    ['an entity of itself', bomb('<!ENTITY e9 "&e9;">')],
    ['an external subset', '<!DOCTYPE D SYSTEM "http://127.0.0.1/x.dtd"><D/>'],
    ['a DOCTYPE without end', `<!DOCTYPE D [${'<!ENTITY a "b">'.repeat(200)}`],
  ])('%s', (_, text) => {
    const events = read(text);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatch(/\[xml-(doctype|limit)\]/);
  });

  test('what is refused takes no more bytes', () => {
    const events: string[] = [];
    const xml = cutter(events, {});
    for (let times = 0; times < 1000; times += 1) xml.push(Buffer.alloc(LIMIT, 60));
    xml.end();
    expect(events).toHaveLength(1);
  });

  test('text without a tag is not gathered', () => {
    const events: string[] = [];
    const xml = cutter(events, {});
    xml.push(Buffer.from('<D>'));
    for (let times = 0; times < 1000; times += 1) xml.push(Buffer.alloc(LIMIT, 62));
    xml.end();
    expect(events).toHaveLength(1);
    expect(events[0]).toMatch(/more characters between two tags.*\[xml-limit\] @1003$/);
  });

  test('any text and any bytes get a verdict', () => {
    const part = fc.constantFrom(
      ...[
        '<D>',
        '</D>',
        '<R>',
        '</R>',
        '<A>',
        '</A>',
        '<',
        '>',
        '&',
        ';',
        '"',
        ' a="',
        '<![CDATA[',
        ']]>',
        '<!--',
        '-->',
        '<?x',
        '?>',
        'é',
        '&#x41;',
        '\0',
      ],
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(part, fc.string()), { maxLength: 20 }), (parts) => {
        expect(() => read(parts.join(''))).not.toThrow();
      }),
      { numRuns: 1000 },
    );
  });
});

test('however the bytes are cut into chunks, the records are the same', () => {
  const text =
    '\ufeff<?xml version="1.0" encoding="UTF-8"?>\r\n<D><!-- é> --><R a=">é"><A>é😀</A>\r\n<B>x\r\ny</B></R>\n<R><A>1</A><A>2</A></R><R><A><![CDATA[>]]>&amp;é</A></R></D>\r\n';
  const content = Buffer.from(text);
  const reading = { fields: ['A', 'B', '@a'] };
  const whole = read(content, reading);
  expect(whole).toHaveLength(3);
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1 }),
      fc.nat(content.length),
      (sizes, upTo) => {
        const part = content.subarray(0, upTo);
        const chunks: Buffer[] = [];
        for (let from = 0, turn = 0; from < part.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1;
          chunks.push(part.subarray(from, from + size));
          from += size;
        }
        expect(read(chunks, reading)).toEqual(read(part, reading));
      },
    ),
    { numRuns: 1000 },
  );
});
