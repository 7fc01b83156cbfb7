import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { QueryAnswer } from '../../src/domain/generated/query-answer.js';
import { schemaErrors } from '../support/schema-errors.js';
import { type Cli, cliIn, temporaryFolder } from './support/run-cli.js';

const { folder, remove } = temporaryFolder();
const tapewarden: Cli = cliIn(folder);

beforeAll(async () => {
  await tapewarden('simulate', '--events', '2000', '--out', '.');
  await tapewarden('canonicalize');
}, 60_000);
afterAll(remove);

const json = <Document>(text: string): Document => JSON.parse(text) as Document;

/** Writes a query of the user's own and returns the flags that name its folder. */
function ownQuery(id: string, files: { yaml: string; sql: string }): string[] {
  const own = path.join(folder, 'own', id, id);
  mkdirSync(own, { recursive: true });
  writeFileSync(path.join(own, 'query.yaml'), files.yaml);
  writeFileSync(path.join(own, 'query.sql'), files.sql);
  return ['--queries', path.dirname(own)];
}

const yaml = (id: string, rest = ''): string => `id: ${id}
version: 1
title: Events
question: How many? That many.
cites: [FINRA 3110]
workload: predefined
reads: {order_events: [imid]}
settings: {}
columns:
  imid: {type: text, unit: name, meaning: Firm.}
  events: {type: whole, unit: events, meaning: Events.}
cannot_see: [Much.]
key: [imid]
${rest}`;

describe('predefined queries', () => {
  test('are listed and shown with settings, columns and limits', async () => {
    const { stdout } = await tapewarden('queries', 'list');
    expect(stdout.split('\n')[0]).toMatch(/^QUERY +VERSION +READS +TITLE$/);
    expect(stdout).toContain('late-trade-reports');
    const specs = json<object[]>((await tapewarden('queries', 'list', '--json')).stdout);
    expect(specs.length).toBeGreaterThanOrEqual(8);
    expect(schemaErrors('query-spec', specs)).toEqual([]);
    const shown = (await tapewarden('queries', 'show', 'top-cancel-ratios')).stdout;
    expect(shown).toMatch(/^top-cancel-ratios version 1: /);
    expect(shown).toMatch(/^min_orders +20 +proposed +Least orders/m);
    expect(shown).toMatch(/^cancel_ratio +ratio +/m);
    expect(shown).toMatch(/^WHAT IT CANNOT SEE$/m);
  });

  test('answer the newest day with the same figures as a query by hand', async () => {
    const { exit, stdout, stderr } = await tapewarden('queries', 'run', 'firm-activity', '--json');
    expect([exit, stderr]).toEqual(['clear', '']);
    const answer = json<QueryAnswer>(stdout);
    expect(schemaErrors('query-answer', [answer])).toEqual([]);
    expect([answer.trade_date, answer.outcome, answer.more]).toEqual(['2026-11-20', 'rows', false]);
    const sql =
      'SELECT imid, CAST(COUNT(*) AS VARCHAR) AS events FROM order_events WHERE symbol NOT IN (SELECT symbol FROM instruments WHERE is_test_issue) GROUP BY imid ORDER BY COUNT(*) DESC, imid';
    const byHand = json<{ rows: object[] }>((await tapewarden('query', sql, '--json')).stdout);
    expect(answer.rows.map(({ imid, events }) => ({ imid, events }))).toEqual(byHand.rows);
    expect((await tapewarden('queries', 'run', 'firm-activity', '--json')).stdout).toBe(stdout);
  });

  test('take settings and a limit, and print blocks where a table is too wide, or CSV', async () => {
    const few = ['--set', 'min_messages=2', '--limit', '1'];
    const first = await tapewarden('queries', 'run', 'order-to-trade-by-venue', ...few);
    expect(first.stdout).toMatch(/^venue +[A-Z]{4}\nimid +[A-Z]{4}\nmessages +[0-9]+\n/);
    expect(first.stderr).toBe('the first 1 row of 2026-11-20; there are more, --limit shows them\n');
    const blocks = (await tapewarden('queries', 'run', 'firm-activity', '--limit', '2')).stdout;
    expect(blocks).toMatch(/^imid +[A-Z]{4}\nevents +[0-9]+\n/);
    expect(blocks.split('\n\n')).toHaveLength(2);
    const csv = (await tapewarden('queries', 'run', 'order-to-trade-by-venue', '--csv', ...few)).stdout;
    expect(csv).toMatch(
      /^venue,imid,messages,fills,message_ratio,message_qty,filled_qty,volume_ratio\r\n[A-Z]{4},[A-Z]{4},[0-9]+,.*\r\n$/,
    );
    const none = await tapewarden('queries', 'run', 'firm-activity', '--set', 'min_events=999999');
    expect([none.exit, none.stdout, none.stderr]).toEqual(['clear', '', '0 rows of 2026-11-20\n']);
  });

  test('say why they are inconclusive, which is a finding and no empty answer', async () => {
    const asked = ['queries', 'run', 'late-trade-reports', '--date', '2026-11-19'];
    const { exit, stdout, stderr } = await tapewarden(...asked);
    expect([exit, stdout]).toEqual(['findings', '']);
    expect(stderr).toBe('late-trade-reports is inconclusive: no data for trades on 2026-11-19\n');
    const answer = json<QueryAnswer>((await tapewarden(...asked, '--json')).stdout);
    expect(schemaErrors('query-answer', [answer])).toEqual([]);
    expect([answer.outcome, answer.reason, answer.rows]).toEqual([
      'inconclusive',
      'no data for trades on 2026-11-19',
      [],
    ]);
  });

  test.each([
    [
      ['queries', 'run', 'firm-activty'],
      /there is no query "firm-activty".*did you mean firm-activity\? \[query-unknown\]/,
    ],
    [
      ['queries', 'run', 'firm-activity', '--set', 'min_events'],
      /^--set "min_events": expected name=value, each name once; settings of firm-activity are min_events \[setting-expected\]/,
    ],
    [['queries', 'run', 'firm-activity', '--set', 'min_events=1,min_events=2'], /\[setting-expected\]/],
    [
      ['queries', 'run', 'firm-activity', '--set', 'min_event=1'],
      /^--set: .*did you mean "min_events".*\[setting-unknown\]/,
    ],
    [
      ['queries', 'run', 'firm-activity', '--set', 'min_events=0'],
      /expected at least 1 \[setting-out-of-bounds\]/,
    ],
    [
      ['queries', 'run', 'firm-activity', '--json', '--csv'],
      /^--json and --csv are given, expected one of them \[one-form-expected\]/,
    ],
  ])('refuse %j', async (args, message) => {
    const { exit, stderr } = await tapewarden(...args);
    expect(exit).toBe('usage');
    expect(stderr).toMatch(message);
  });
});

describe('a query of the user’s own', () => {
  const sql = 'SELECT e.imid, COUNT(*) AS events FROM order_events e GROUP BY e.imid';

  test('is run, linted and tested; a case that does not hold is a finding', async () => {
    const flags = ownQuery('mine', { yaml: yaml('mine'), sql: `${sql} ORDER BY e.imid` });
    expect((await tapewarden('queries', 'run', 'mine', ...flags)).stdout).toMatch(
      /^IMID +EVENTS\n[A-Z]{4} +[0-9]+\n/,
    );
    const cases = path.join(String(flags[1]), 'mine', 'cases', 'one');
    mkdirSync(cases, { recursive: true });
    writeFileSync(
      path.join(cases, 'order_events.jsonl'),
      '{"event_id":"e1","event_type":"new","at":"10:00:00","symbol":"X","order_id":"o","imid":"A"}\n',
    );
    writeFileSync(path.join(cases, 'expected.yaml'), '- {imid: "A", events: "2"}\n');
    const { exit, stdout, stderr } = await tapewarden('queries', 'test', ...flags);
    expect(exit).toBe('findings');
    expect(stdout).toContain('mine/query.sql:1: ORDER BY e.imid: ');
    expect(stdout).toContain('[order-not-total]');
    expect(stdout).toContain(
      'mine/one: row 1 is {"imid":"A","events":"1"}, expected {"imid":"A","events":"2"}\n',
    );
    expect(stderr).toBe('1 query, 1 case, 1 not as expected\n');
    const document = json<unknown>((await tapewarden('queries', 'test', '--json', ...flags)).stdout);
    expect(schemaErrors('query-test', [document])).toEqual([]);
  });

  test.each([
    [
      'key',
      yaml('bad').replace('key: [imid]', 'key: [imis]'),
      /query\.yaml:13:7: names column "imis", expected one of imid, events \[query-column-unknown\]/,
    ],
    [
      'order',
      yaml('bad', 'order: [{column: event}]\n'),
      /names column "event", expected one of imid, events \[query-column-unknown\]/,
    ],
    [
      'ratio',
      yaml('bad').replace(
        'meaning: Events.}',
        'meaning: Events.}\n  share: {type: decimal, unit: ratio, meaning: Share., ratio_of: [events, imid]}',
      ),
      /names column "imid", expected one of events \[query-column-unknown\]/,
    ],
    [
      'dataset',
      yaml('bad').replace('order_events:', 'orders:'),
      /reads "orders", expected one of .* \[pattern-dataset-unknown\]/,
    ],
    ['id', yaml('other'), /id is "other", expected the name of its folder, "bad" \[pattern-id-differs\]/],
  ])('with a %s that is not there is refused with its place', async (_, text, message) => {
    const { exit, stderr } = await tapewarden(
      'queries',
      'show',
      'bad',
      ...ownQuery('bad', { yaml: text, sql }),
    );
    expect(exit).toBe('invalid_spec');
    expect(stderr).toMatch(message);
  });

  test('is missed where its folder holds none', async () => {
    const { exit, stderr } = await tapewarden('queries', 'list', '--queries', 'deliveries');
    expect(exit).toBe('invalid_spec');
    expect(stderr).toMatch(/holds no query, expected folders with a query\.yaml; .* \[queries-missing\]/);
  });
});
