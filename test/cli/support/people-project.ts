import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The fields of one order of a person; absent ones have no value. */
export type Person = Partial<Record<(typeof FIELDS)[number], string>>;

const FIELDS = ['id', 'evt', 'ts', 'sym', 'side', 'px', 'qty', 'acct', 'name', 'tax', 'note'] as const;
/** Places of the fields in lines of fixed width, and their FIX tags. */
const WIDTHS = {
  id: 8,
  evt: 1,
  ts: 17,
  sym: 5,
  side: 1,
  px: 8,
  qty: 6,
  acct: 20,
  name: 40,
  tax: 12,
  note: 12,
};
const TAGS = {
  id: 11,
  evt: 150,
  ts: 60,
  sym: 55,
  side: 54,
  px: 44,
  qty: 38,
  acct: 1,
  name: 5001,
  tax: 5002,
  note: 5003,
};
const LINE = Object.values(WIDTHS).reduce((sum, width) => sum + width, 0);

/** One format: its part of feed.yaml, and how records, well-formed or given as they stand, become a file. */
export type PeopleFormat = {
  yaml: string;
  record: (person: Person) => string;
  file: (records: readonly string[]) => string;
  /** Records that cannot be divided into fields, each holding what is given. */
  broken: (value: string) => string[];
  /** Whole files that are refused, from one sound record. */
  refused: (record: string, value: string) => string[];
};

const list = (person: Person): string[] => FIELDS.map((field) => person[field] ?? '');
const json = (person: Person): string => JSON.stringify(person);
const counted = (records: readonly string[]): number => records.length;
const delimited = (records: readonly string[], mark: string, count = counted(records)): string =>
  [FIELDS.join(mark), ...records, `#END ${count}`, ''].join('\n');
const elements = (person: Person): string =>
  Object.entries(person)
    .map(([name, value]) => `<${name}>${value}</${name}>`)
    .join('');

function fixed(person: Person): string {
  return FIELDS.map((field) => (person[field] ?? '').padEnd(WIDTHS[field])).join('');
}

function fix(fields: string, checksum?: string): string {
  const body = `35=8|${fields}|`;
  const head = `8=FIX.4.2|9=${Buffer.byteLength(body)}|${body}`;
  const sum = [...Buffer.from(head.replaceAll('|', '\x01'))].reduce((total, byte) => total + byte, 0) % 256;
  return `${head}10=${checksum ?? String(sum).padStart(3, '0')}|`;
}

const tagged = (person: Person): string =>
  FIELDS.filter((field) => person[field] !== undefined)
    .map((field) => `${TAGS[field]}=${person[field]}`)
    .join('|');
const names = (part: (field: (typeof FIELDS)[number]) => string): string =>
  `fields:\n${FIELDS.map((field) => `  - {name: ${field}, ${part(field)}}`).join('\n')}`;
let start = 1;
const starts = Object.fromEntries(
  FIELDS.map((field) => {
    const at = start;
    start += WIDTHS[field];
    return [field, at];
  }),
);

/** Formats of people's orders by name. */
export const peopleFormats: Readonly<Record<string, PeopleFormat>> = {
  pipe: {
    yaml: 'format: {type: delimited, delimiter: "|", quote: none, header: true, compression: none, encoding: utf-8}\ntrailer: {match: "^#END (?P<count>[0-9]+)$"}',
    record: (person) => list(person).join('|'),
    file: (records) => delimited(records, '|'),
    broken: (value) => [`${value}|N`, `1|N|${'|'.repeat(8)}${value}|${value}|x`],
    refused: (record, value) => [
      delimited([record], '|', 7),
      `${FIELDS.join('|')}\n${record}\n${value}\n`,
      `${record}\n#END 0\n`,
      `${value}|${value}\n${record}\n#END 1\n`,
      delimited([record.replace(/\|[12]\|/, '|9|')], '|'),
    ],
  },
  csv: {
    yaml: 'format: {type: delimited, delimiter: ",", quote: "\\"", header: true, compression: none, encoding: utf-8}\ntrailer: {match: "^#END (?P<count>[0-9]+)$"}',
    record: (person) =>
      list(person)
        .map((value) => `"${value}"`)
        .join(','),
    file: (records) => delimited(records, ','),
    broken: (value) => [`"1","N","${value}" ${value},x`, `"9","N",${value}\0`, `"10","N","${value}`],
    refused: () => [],
  },
  packed: {
    yaml: 'format: {type: delimited, delimiter: ",", quote: none, header: false, compression: gzip, encoding: utf-8}',
    record: (person) => list(person).join(','),
    file: (records) => records.join('\n'),
    broken: () => [],
    refused: (record, value) => [`${value}\n${record}\n`, `\ufeff${value}`],
  },
  fixed: {
    yaml: `format: {type: fixed-width, width: ${LINE}, compression: none, encoding: utf-8}\ntrailer: {match: "^#END (?P<count>[0-9]+) *$"}\n${names((field) => `start: ${starts[field]}, width: ${WIDTHS[field]}`)}`,
    record: fixed,
    file: (records) => [...records, `#END ${counted(records)}`.padEnd(LINE), ''].join('\n'),
    broken: (value) => [value, `${fixed({ name: value })}${value}`],
    refused: (record, value) => [`${record}\n${value}\n`],
  },
  lines: {
    yaml: 'format: {type: json-lines, compression: none, encoding: utf-8}',
    record: json,
    file: (records) => `${records.join('\n')}\n`,
    broken: (value) => [
      `{"id": "1", "name": "${value}`,
      `{"${value}": 1, "${value}": 2}`,
      `{"id": "11", "name": {"first": "${value}"}, "tax": ["${value}"]}`,
      `{"id": "12", "__proto__": "${value}"}`,
      value,
    ],
    refused: (_, value) => [`[\n  {"name": "${value}"}\n]\n`],
  },
  array: {
    yaml: 'format: {type: json-array, record: /orders, compression: none, encoding: utf-8}',
    record: json,
    file: (records) => `{"orders": [${records.join(',\n')}]}\n`,
    broken: (value) => [`{"id": "1", "name": "${value}" "${value}"}`],
    refused: (record, value) => [`{"orders": [${record}, {"name": "${value}`, `{"${value}": [${record}]}`],
  },
  xml: {
    yaml: `format: {type: xml, record: /people/order, compression: none, encoding: utf-8}\n${names((field) => `path: ${field}`)}`,
    record: (person) => `<order>${elements(person)}</order>`,
    file: (records) => `<people>${records.join('\n')}</people>\n`,
    broken: (value) => [`<order><id>1</id><name>${value}</name><name>${value}</name></order>`],
    refused: (record, value) => [
      `<people>${record}<order><name>${value}</nam`,
      `<${value}>${record}</${value}>`,
      `<people>${record}<order>&${value};</order></people>`,
      `<!DOCTYPE ${value}><people>${record}</people>`,
      `<?xml version="1.0" encoding="${value}"?><people>${record}</people>`,
    ],
  },
  fix: {
    yaml: `format: {type: fix, separator: "|", compression: none, encoding: utf-8}\n${names((field) => `tag: ${TAGS[field]}`)}`,
    record: (person) => fix(tagged(person)),
    file: (records) => `${records.join('\n')}\n`,
    broken: (value) => [
      value,
      `${value} ${fix(`11=1|5001=${value}`)}`,
      fix(`11=1|${value}|5001=${value}`),
      fix(`11=2|5001=${value}`, '999'),
      fix(`11=2|5001=${value}`, value),
      fix(`11=3|5001=${value}|5001=${value}`),
      fix(`11=4|=${value}|5001=`),
      `8=FIX.4.2|9=${value}|35=8|11=1|10=000|`,
    ],
    refused: () => [],
  },
};

const text = (rules: object): object => ({ type: 'string', ...rules });
const personal = (rules: object): object => ({ type: 'string', 'x-personal': true, ...rules });

const SCHEMA = {
  $id: 'people',
  title: 'People',
  description: 'Orders of people.',
  type: 'object',
  required: ['id', 'evt', 'ts', 'sym', 'side', 'qty', 'acct', 'tax'],
  properties: {
    id: text({ minLength: 1, maxLength: 8 }),
    evt: text({ enum: ['N', 'F'] }),
    ts: text({ minLength: 17, maxLength: 17 }),
    sym: text({ pattern: '^[A-Z]{1,5}$' }),
    side: text({ enum: ['1', '2', '3'] }),
    px: text({ maxLength: 8 }),
    qty: text({ pattern: '^[0-9]{1,6}$' }),
    acct: personal({ minLength: 1, maxLength: 14 }),
    name: personal({ pattern: '^[A-Z0-9 ]*$', maxLength: 30 }),
    tax: personal({ pattern: '^[A-Z0-9]{1,10}$' }),
    note: personal({ maxLength: 12 }),
  },
  anyOf: [{ properties: { side: { enum: ['1', '2'] } } }, { not: { required: ['note'] } }],
};

const MAP = `record: ../people.schema.json
key: [id]
to: order_events
map:
  event_type: {from: evt, values: {N: new, F: fill}}
  event_ts_ns: {from: ts, timestamp: "yyyyMMdd-HH:mm:ss", zone: America/New_York}
  symbol: sym
  order_id: id
  imid: {constant: PEOP}
  account_id: acct
  side: {from: side, values: {"1": buy, "2": sell, "3": sell_short}}
  price: px
  qty: qty
`;

/** Name of the n-th file of a format. */
export function peopleFile(format: string, sequence: number): string {
  return `people-${format}-20261120-${sequence}.txt`;
}

/** Writes feeds of people's orders in every format, one of their accounts, and the folder of deliveries. */
export function writePeopleFeeds(folder: string): void {
  const feeds = path.join(folder, 'feeds');
  const arrives = 'arrives: {by: "18:00", zone: America/New_York, due: on-request}';
  const write = (feed: string, yaml: string): void => {
    mkdirSync(path.join(feeds, feed), { recursive: true });
    writeFileSync(path.join(feeds, feed, 'feed.yaml'), `feed: ${feed}\nversion: 1\nbroker: PEOP\n${yaml}`);
  };
  for (const [format, { yaml }] of Object.entries(peopleFormats)) {
    const file = `file: "people-${format}-{trade_date}-{sequence}.txt"`;
    write(`people-${format}`, `${file}\n${arrives}\n${yaml}\n${MAP}`);
  }
  writeFileSync(path.join(feeds, 'people.schema.json'), JSON.stringify(SCHEMA));
  write(
    'people-accounts',
    `file: "accounts-{trade_date}.csv"\n${arrives}\nformat: {type: delimited, delimiter: ",", quote: none, header: true, compression: none, encoding: utf-8}\nrecord: ../accounts.schema.json\nkey: [account]\nto: accounts\nmap:\n  account_id: account\n  owner_id: owner\n  account_type: {constant: individual}\n  imid: {constant: PEOP}\n`,
  );
  const properties = { account: personal({ maxLength: 14 }), owner: personal({ maxLength: 14 }) };
  writeFileSync(
    path.join(feeds, 'accounts.schema.json'),
    JSON.stringify({ ...SCHEMA, required: ['account', 'owner'], properties, anyOf: undefined }),
  );
  mkdirSync(path.join(folder, 'deliveries'));
}
