import { cpSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Alert } from '../../src/domain/generated/alert.js';
import type { Case, Labels } from '../../src/domain/generated/labels.js';
import { furtherFormats } from '../../src/simulate/further-formats.js';
import { type Cli, type CliResult, cliIn, temporaryFolder } from './support/run-cli.js';

const { folder, remove } = temporaryFolder();
const tapewarden: Cli = cliIn(folder);
const counts = {
  layering: 3,
  'marking-the-close': 1,
  'quote-stuffing': 1,
  'short-sale-marking': 3,
  spoofing: 2,
  'wash-trade': 3,
};
const abuse = Object.entries(counts).map(([pattern, count]) => `${pattern}=${count}`);

let labels: Labels;
let run: CliResult;
let alerts: Alert[];

beforeAll(async () => {
  const day = ['--events', '6000', '--seed', '1', '--abuse', abuse.join(','), '--formats', 'all'];
  expect(await tapewarden('simulate', ...day, '--out', '.')).toMatchObject({ exit: 'clear', stderr: '' });
  labels = JSON.parse(readFileSync(path.join(folder, 'labels.json'), 'utf8')) as Labels;
  // The patterns in question and no others: all of them take three times as long.
  for (const pattern of [...Object.keys(counts), 'linkage-completeness']) {
    cpSync(path.join('patterns', pattern), path.join(folder, 'patterns', pattern), { recursive: true });
  }
  run = await tapewarden('run', '--date', labels.trade_date, '--patterns', 'patterns');
  const listed = await tapewarden('alerts', 'list', '--date', labels.trade_date, '--json');
  alerts = JSON.parse(listed.stdout) as Alert[];
}, 60_000);
afterAll(remove);

/** Whether an alert is about who did a case, in its symbol where both have one. */
function isOf(labelled: Case, { pattern_id, subject }: Alert): boolean {
  const { kind, symbol, accounts, owner_ids, brokers } = labelled;
  const { account_id, owner_id, imid } = subject;
  const isParty =
    accounts.includes(String(account_id)) ||
    owner_ids.includes(String(owner_id)) ||
    brokers?.some((broker) => broker === imid) === true;
  return pattern_id === kind && isParty && (subject['symbol'] ?? symbol) === (symbol ?? subject['symbol']);
}

test('a run takes a day in all formats whole and finds every labelled case in it', () => {
  expect(run.stdout).toMatch(/deliveries {2}21 received, 0 refused, 0 feeds missing/);
  expect(run.stdout).toMatch(/ 0 rejected \+ 0 duplicates/);
  const abusive = labels.cases.filter((labelled) => labelled.abusive);
  expect(abusive).toHaveLength(15);
  expect(abusive.filter((labelled) => !alerts.some((alert) => isOf(labelled, alert)))).toEqual([]);
});

test('cases play in the files of all brokers that are written in further formats', () => {
  const played = new Set(labels.cases.flatMap(({ orders }) => orders.map(({ imid }) => imid)));
  expect([...played]).toEqual(expect.arrayContaining(['ECHO', 'FIRC', 'GOLF', 'GUMX', 'INDX']));
});

test('no twin is found, and executions without their orders are said to have none', () => {
  const twins = labels.cases
    .filter((labelled) => !labelled.abusive)
    .map((twin) => ({ ...twin, kind: twin.resembles ?? '' }) as Case);
  expect(alerts.filter((alert) => twins.some((twin) => isOf(twin, alert)))).toEqual([]);
  const unlinked = alerts.filter(({ pattern_id }) => pattern_id === 'linkage-completeness');
  expect(unlinked.map(({ subject }) => subject['imid']).sort()).toEqual(['FOXT', 'GUMX']);
});

test('formats are named one by one, too, and a mistyped one is told the nearest', async () => {
  const few = ['simulate', '--events', '200', '--out', 'few', '--json'];
  const written = await tapewarden(...few, '--formats', 'golf-orders,elm-transactions');
  const feeds = (JSON.parse(written.stdout) as Labels).files.map(({ feed }) => feed);
  const asked = ['elm-transactions', 'golf-orders'];
  expect(feeds.filter((feed) => furtherFormats.includes(feed))).toEqual(asked);
  const wrong = await tapewarden(...few, '--formats', 'golf-order');
  expect([wrong.exit, wrong.stderr]).toEqual(['usage', expect.stringContaining('did you mean golf-orders?')]);
});
