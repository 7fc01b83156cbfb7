import { createHmac } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { personalKey } from '../../src/canonicalize/personal/personal-key.js';
import type { CliContext } from '../../src/cli/cli-context.js';
import type { Alert } from '../../src/domain/generated/alert.js';
import type { Manifest } from '../../src/domain/generated/manifest.js';
import type { QuarantinedRecord } from '../../src/domain/generated/quarantined-record.js';
import type { DeliveryOutcome, Run } from '../../src/domain/generated/run.js';
import { packageRoot } from '../../src/domain/package-root.js';
import { DuckDbSession } from '../../src/engine/duckdb-session.js';
import { duckdbText } from '../../src/engine/sql-literal.js';
import { openPersonalKey } from '../../src/project/open-personal-key.js';
import type { Project } from '../../src/project/project.js';
import { type Person, peopleFile, peopleFormats, writePeopleFeeds } from './support/people-project.js';
import { type CliResult, cliIn, temporaryFolder } from './support/run-cli.js';

const { folder, remove } = temporaryFolder();
const tapewarden = cliIn(folder);
afterAll(remove);

const KEY = '5a'.repeat(32);
const CONFIG = 'feeds: feeds\npatterns: patterns\npersonal: {key_file: personal.key}\n';
/** Stands in every personal value, and nowhere else. */
const CANARY = 'KANARI';
let canaries = 0;
function canary(): string {
  canaries += 1;
  return `${CANARY}${canaries}`;
}

const order = (id: string, other: Person = {}): Person => ({
  ...{ id, evt: 'N', ts: '20261120-10:00:00', sym: 'ZVZZT', side: '1', px: '10.5', qty: '100' },
  ...{ acct: canary(), name: `${canary()} ANNA`, tax: canary(), ...other },
});

/** Accounts of one owner, who trades with himself in every file. */
const [BUYER, SELLER, OWNER] = [canary(), canary(), canary()];

/** Sound records, then one of each kind of fault that decoded records have. */
function peopleOf(): Person[] {
  const again = order('3');
  const { tax: _, ...taxless } = order('6');
  return [
    order('1', { evt: 'F', acct: BUYER }),
    order('2', { evt: 'F', acct: SELLER, side: '2' }),
    again,
    again,
    { ...again, name: `${canary()} OTHER`, qty: '200' },
    order('4', { name: `${canary()} lower` }),
    order('5', { tax: `${canary()}TOOLONG` }),
    taxless,
    order('7', { acct: `${canary()}MUCHTOOLONG` }),
    order('8', { side: '9' }),
    order('9', { side: '3', note: canary() }),
    order('10', { px: '1x' }),
    order('11', { ts: '20261120-10:61:00' }),
    order('12', { ts: '20261119-10:00:00' }),
    order('13', { name: `${CANARY}\u202e ANNA` }),
  ];
}

const said: string[] = [];
async function call(...args: string[]): Promise<CliResult> {
  const result = await tapewarden(...args);
  said.push(`$ ${args.join(' ')}\n${result.stdout}\n${result.stderr}`);
  return result;
}

async function jsonOf<T>(...args: string[]): Promise<T> {
  return JSON.parse((await call(...args, '--json')).stdout) as T;
}

const deliver = (name: string, content: string): void =>
  writeFileSync(path.join(folder, 'deliveries', name), content, 'latin1');

/** Every file of the project whose bytes are not those of a delivery or the key, with its text however it is packed. */
async function writtenTexts(): Promise<[string, string][]> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !/^(deliveries|lake\/raw|feeds|patterns)\//.test(path.relative(folder, file)));
  const session = await DuckDbSession.open({ folders: [folder], spill: path.join(folder, 'spill') });
  const texts: [string, string][] = [];
  for (const file of files) {
    const bytes = readFileSync(file);
    const name = path.relative(folder, file);
    texts.push([name, (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1')]);
    if (!name.endsWith('.parquet')) continue;
    const rows = await session.rows(`SELECT * FROM read_parquet(${duckdbText(file)})`);
    texts.push([`rows of ${name}`, JSON.stringify(rows)]);
  }
  session.close();
  return texts;
}

/** Where any text holds a canary: as it stands, in hexadecimal or in base64 at any place. */
function leaks(texts: readonly (readonly [string, string])[]): string[] {
  const base64 = [0, 1, 2].map((skip) =>
    Buffer.from(`${' '.repeat(skip)}${CANARY}`)
      .toString('base64')
      .slice(skip === 0 ? 0 : skip + 1, 7),
  );
  const forms = [CANARY, CANARY.toLowerCase(), Buffer.from(CANARY).toString('hex'), ...base64];
  return texts.flatMap(([name, text]) =>
    forms.flatMap((form) => {
      const at = text.indexOf(form);
      return at === -1 ? [] : [`${name}: ${text.slice(Math.max(0, at - 80), at + 40)}`];
    }),
  );
}

/** The entry of the first file of a feed that was published. */
function manifestOf(feed: string): string {
  const entries = path.join(folder, 'lake', 'manifests', feed);
  const published = readdirSync(entries)
    .sort()
    .map((name) => path.join(entries, name))
    .find((file) => (JSON.parse(readFileSync(file, 'utf8')) as Manifest).kind === 'delivery');
  return published ?? entries;
}

let outcomes: DeliveryOutcome[] = [];
let alerts: Alert[] = [];

beforeAll(async () => {
  writePeopleFeeds(folder);
  cpSync(path.join(packageRoot(), 'patterns', 'wash-trade'), path.join(folder, 'patterns', 'wash-trade'), {
    recursive: true,
  });
  writeFileSync(path.join(folder, 'tapewarden.yaml'), CONFIG);
  writeFileSync(path.join(folder, 'personal.key'), `${KEY}\n`);
  deliver(
    'accounts-20261120.csv',
    `account,owner\n${BUYER},${OWNER}\n${SELLER},${OWNER}\n${canary()}TOOLONGATALL,x\n`,
  );
  for (const [format, { record, file, broken, refused }] of Object.entries(peopleFormats)) {
    const raw = Buffer.from(file([...peopleOf().map(record), ...broken(canary())])).toString('latin1');
    if (format !== 'packed') deliver(peopleFile(format, 1), raw);
    for (const [index, content] of refused(record(order('31')), canary()).entries()) {
      deliver(peopleFile(format, index + 2), content);
    }
  }
  // A byte that is no UTF-8, in the middle of a name.
  const { record, file } = peopleFormats['pipe'] as (typeof peopleFormats)[string];
  deliver(
    peopleFile('pipe', 90),
    file([record(order('21')), record(order('22', { name: `${canary()}\xff` }))]),
  );
  const run = await jsonOf<Run>('run', '--date', '2026-11-20', '--report', 'report.html');
  outcomes = run.deliveries;
  await call('canonicalize', `deliveries/${peopleFile('pipe', 1)}`, `deliveries/${peopleFile('pipe', 2)}`);
  alerts = await jsonOf<Alert[]>('alerts', 'list', '--date', '2026-11-20');
});

test('records of every kind of fault are rejected, and files of every kind refused', async () => {
  const records = await jsonOf<QuarantinedRecord[]>('quarantine', 'list');
  const codes = new Set(records.flatMap(({ faults }) => faults.map(({ code }) => code)));
  expect([...codes].sort()).toMatchInlineSnapshot(`
    [
      "character-nul",
      "event-date-differs",
      "field-count",
      "field-missing",
      "fix-body-length",
      "fix-checksum",
      "fix-field",
      "fix-not-a-message",
      "fix-tag-repeated",
      "json-duplicate-key",
      "json-forbidden-key",
      "json-kind",
      "json-syntax",
      "key-reused",
      "quote-misplaced",
      "quote-unterminated",
      "record-length",
      "record-rule-violated",
      "schema-violated",
      "text-not-utf8",
      "value-not-decimal",
      "value-not-timestamp",
      "xml-repeated",
    ]
  `);
  const refusals = new Set(outcomes.flatMap((outcome) => outcome.refusals.map(({ code }) => code)));
  expect([...refusals].sort()).toMatchInlineSnapshot(`
    [
      "compression-mismatch",
      "control-count-differs",
      "document-broken",
      "document-encoding",
      "document-foreign",
      "document-not-lines",
      "header-columns",
      "header-columns-repeated",
      "no-record-accepted",
      "trailer-missing",
      "xml-doctype",
      "xml-syntax",
    ]
  `);
  expect(records.length).toBeGreaterThan(75);
});

test('a masked record is told by its fields, and one without fields by its length', async () => {
  const records = await jsonOf<QuarantinedRecord[]>('quarantine', 'list');
  const of = (code: string): QuarantinedRecord | undefined =>
    records.find(({ feed, faults }) => feed === 'people-csv' && faults.some((fault) => fault.code === code));
  expect(of('schema-violated')).toMatchObject({
    faults: [{ field: 'name', value: expect.stringMatching(/^‹personal, [0-9]+ characters›$/) as unknown }],
  });
  expect(JSON.parse(of('schema-violated')?.record ?? '')).toMatchObject({
    id: '4',
    name: expect.stringMatching(/^‹personal, [0-9]+ characters›$/) as unknown,
  });
  expect(of('quote-misplaced')?.record).toMatch(/^‹personal, [0-9]+ bytes›$/);
});

test('accounts are tokens in the lake by which patterns join, and the manifest names fields and key', async () => {
  const token = (domain: string, value: string): string =>
    createHmac('sha256', Buffer.from(KEY, 'hex')).update(`${domain}:${value}`).digest('hex').slice(0, 40);
  const { stdout } = await call(
    'query',
    'SELECT DISTINCT account_id, owner_id FROM accounts ORDER BY 1',
    '--date',
    '2026-11-20',
    '--json',
  );
  for (const one of [token('account_id', BUYER), token('account_id', SELLER), token('owner_id', OWNER)]) {
    expect(stdout).toContain(one);
  }
  expect(alerts.map(({ subject }) => JSON.stringify(subject)).join()).toContain(token('owner_id', OWNER));
  const manifest = JSON.parse(readFileSync(manifestOf('people-pipe'), 'utf8')) as Manifest;
  expect(manifest.personal).toEqual({
    fields: ['acct', 'name', 'tax', 'note'],
    key_id: expect.stringMatching(/^[0-9a-f]{8}$/) as unknown,
  });
});

test('no command shows, and no file but the raw one holds, a value of a personal field', async () => {
  const records = await jsonOf<QuarantinedRecord[]>('quarantine', 'list');
  await call('quarantine', 'list');
  const shown = new Map(records.map((record) => [record.feed, record]));
  for (const [index, { id }] of [...shown.values()].entries()) {
    await call('quarantine', 'show', id, ...(index % 2 === 0 ? ['--json'] : []));
  }
  await call('quarantine', 'feedback', '--delivery', peopleFile('pipe', 1));
  for (const file of ['accounts-20261120.csv', peopleFile('pipe', 3)]) {
    await call('quarantine', 'feedback', '--delivery', file, '--format', 'json', '--out', `${file}.json`);
  }
  for (const { alert_id } of alerts.slice(0, 1)) {
    await call('alerts', 'show', alert_id);
    await call('alerts', 'explain', alert_id);
    await call('alerts', 'explain', alert_id, '--json');
    await call('alerts', 'explain', alert_id, '--html');
    await call('audit', 'chain', alert_id, '--json');
  }
  for (const command of ['verify', 'history']) await call('lake', command, '--json');
  await call('lake', 'verify');
  await call('ledger', '--date', '2026-11-20', '--json');
  await call('report', '--date', '2026-11-20', '--json');
  await call('orders', 'show', '1', '--date', '2026-11-20', '--json');
  await call('feeds', 'check', 'people-pipe', '--sample', `deliveries/${peopleFile('pipe', 1)}`);
  await call('feeds', 'check', 'people-pipe', '--sample', `deliveries/${peopleFile('pipe', 2)}`, '--json');
  expect(alerts.length).toBeGreaterThan(0);
  expect(
    leaks([
      ...said.map((text): [string, string] => [text.split('\n')[0] ?? '', text]),
      ...(await writtenTexts()),
    ]),
  ).toEqual([]);
  // The search itself finds what it looks for.
  expect(leaks([['hex', Buffer.from(` ${canary()}`).toString('hex')]])).toHaveLength(1);
  for (const skip of [0, 1, 2]) {
    expect(
      leaks([['base64', Buffer.from(`${'x'.repeat(skip)}${canary()}yy`).toString('base64')]]),
    ).toHaveLength(1);
  }
  // Neither does any show the key.
  expect(
    said
      .concat((await writtenTexts()).filter(([name]) => name !== 'personal.key').map(([, text]) => text))
      .filter((text) => text.includes(KEY)),
  ).toEqual([]);
});

test('a repair names a record by its hash, is told without personal values, and publishes tokens', async () => {
  const records = await jsonOf<QuarantinedRecord[]>('quarantine', 'list');
  const rejected = records.find(
    ({ feed, faults }) => feed === 'people-pipe' && faults[0]?.field === 'side' && faults[0].value === '9',
  );
  const shown = await jsonOf<{ raw: { sha256: string } }>('quarantine', 'show', rejected?.id ?? '');
  const repair = (record: object): string =>
    JSON.stringify({ records: [{ record: rejected?.id, ...record }] });
  writeFileSync(path.join(folder, 'wrong.json'), repair({ was: { name: 'SOMEBODY' }, patch: { side: '1' } }));
  const refused = await call(
    'quarantine',
    'repair',
    '--patch',
    'wrong.json',
    '--by',
    'A. Analyst',
    '--reason',
    'x',
  );
  expect(refused.stderr).toMatch(
    /field name of record .* is "‹personal, 8 characters›" in the repair and "‹personal, [0-9]+ characters›" in the delivery.*\[repair-base-differs\]/,
  );
  mkdirSync(path.join(folder, 'deliveries', 'repairs'));
  writeFileSync(
    path.join(folder, 'deliveries', 'repairs', 'right.json'),
    repair({ raw_sha256: shown.raw.sha256, patch: { side: '1' } }),
  );
  const repaired = await call(
    'quarantine',
    'repair',
    '--patch',
    'deliveries/repairs/right.json',
    '--by',
    'A. Analyst',
    '--reason',
    'x',
    '--replay',
  );
  expect(repaired.exit).toBe('clear');
  await call('quarantine', 'show', rejected?.id ?? '');
  expect(
    leaks([
      ...said.map((text): [string, string] => [text.split('\n')[0] ?? '', text]),
      ...(await writtenTexts()),
    ]),
  ).toEqual([]);
});

test('without a key nothing of a feed that maps personal fields is taken, and the failure says what to do', async () => {
  writeFileSync(path.join(folder, 'tapewarden.yaml'), CONFIG.replace(/personal.*/, ''));
  const result = await call('canonicalize', `deliveries/${peopleFile('pipe', 1)}`, '--lake', 'other');
  expect(result).toMatchObject({
    exit: 'invalid_spec',
    stderr:
      'feed people-pipe: the map takes the personal fields acct, but no key is configured for the tokens that stand for them; name one under personal in tapewarden.yaml, or take the fields out of the map [personal-key-missing]\n',
  });
  expect(existsSync(path.join(folder, 'other', 'raw'))).toBe(false);
});

test.each([
  [
    'short.key',
    'ab'.repeat(31),
    /^short\.key: is no key, expected 64 to 128 hexadecimal digits.*\[personal-key-malformed\]\n$/,
  ],
  [
    'none.key',
    null,
    /^none\.key: cannot be read \(no such file or directory\).*\[personal-key-unreadable\]\n$/,
  ],
])('a key in %s is refused without a word of it', async (file, content, expected) => {
  writeFileSync(path.join(folder, 'tapewarden.yaml'), CONFIG.replace('personal.key', file));
  if (content !== null) writeFileSync(path.join(folder, file), content);
  const result = await call('canonicalize', `deliveries/${peopleFile('pipe', 1)}`);
  expect(result.exit).toBe('invalid_spec');
  expect(result.stderr).toMatch(expected);
  if (content !== null) expect(result.stderr).not.toContain(content);
});

test('a key is taken from the environment where the project says so, and an empty variable is none', async () => {
  writeFileSync(
    path.join(folder, 'tapewarden.yaml'),
    CONFIG.replace(/{key_file.*}/, '{key_env: PERSONAL_KEY}'),
  );
  const result = await call('canonicalize', `deliveries/${peopleFile('pipe', 1)}`);
  expect(result.stderr).toMatch(
    /^environment variable PERSONAL_KEY: is no key,.*\[personal-key-malformed\]\n$/,
  );
  const context = { cwd: folder, process: { env: { PERSONAL_KEY: KEY } } } as unknown as CliContext;
  const personal = { key_env: 'PERSONAL_KEY' };
  const opened = await openPersonalKey(context, { personal } as unknown as Project);
  expect(opened.personal_key).toEqual(personalKey(Buffer.from(KEY, 'hex')));
});

test('another key makes other tokens of the same file, which take the place of the first; repairs need the key of theirs', async () => {
  writeFileSync(path.join(folder, 'tapewarden.yaml'), CONFIG);
  const records = await jsonOf<QuarantinedRecord[]>('quarantine', 'list');
  const open = records.find(
    ({ feed, state, faults }) => feed === 'people-pipe' && state === 'open' && faults[0]?.field === 'px',
  );
  writeFileSync(
    path.join(folder, 'px.json'),
    JSON.stringify({ records: [{ record: open?.id, was: { px: '1x' }, patch: { px: '1' } }] }),
  );
  writeFileSync(path.join(folder, 'tapewarden.yaml'), CONFIG.replace('personal.key', 'next.key'));
  writeFileSync(path.join(folder, 'next.key'), 'a5'.repeat(32));
  const replayed = await call(
    'quarantine',
    'repair',
    '--patch',
    'px.json',
    '--by',
    'A',
    '--reason',
    'x',
    '--replay',
  );
  expect(replayed.exit).toBe('invalid_spec');
  expect(replayed.stderr).toMatch(
    /^feed people-pipe, commit [0-9a-f]{12}: its rows hold tokens of key [0-9a-f]{8}, but key [0-9a-f]{8} is configured; .*\[personal-key-differs\]\n$/,
  );
  const again = await jsonOf<DeliveryOutcome[]>('canonicalize', `deliveries/${peopleFile('pipe', 1)}`);
  expect(again[0]).toMatchObject({ status: 'published', totals: { accepted: 3 } });
  const { stdout } = await call(
    'query',
    'SELECT account_id FROM order_events',
    '--date',
    '2026-11-20',
    '--json',
  );
  const ids = new Set(stdout.match(/tok_[0-9a-f]{8}(?=_)/g));
  expect(ids.size).toBe(2);
});
