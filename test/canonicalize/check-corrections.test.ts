import { expect, test } from 'vitest';
import { correctedSchemas, correctedYaml } from './support/corrected-feed.js';
import { tryWrittenFeed } from './support/written-feed.js';

async function problems(change: (yaml: string) => string): Promise<string[]> {
  const loaded = await tryWrittenFeed(change(correctedYaml), correctedSchemas);
  return 'problems' in loaded ? loaded.problems : [];
}

const action = '{act: {N: new, C: replace, D: delete}}';

test('a sound feed has none', async () => {
  expect(await problems((yaml) => yaml)).toEqual([]);
  expect(await problems((yaml) => yaml.replace(action, `${action}\n  target: [ref]`))).toEqual([]);
  expect(
    await problems((yaml) =>
      yaml.replace(action, `${action}\n  within: 0`).replace('to: ', 'trade_date: event\nto: '),
    ),
  ).toEqual([]);
});

test.each([
  [
    'a field that is not there',
    (yaml: string) => yaml.replace('{act:', '{acts:'),
    'feed.yaml:12:12: field "acts" is not declared, expected one of act, id, ref, time, qty [feed-field-unknown]',
  ],
  [
    'a target that is not there',
    (yaml: string) => yaml.replace(action, `${action}\n  target: [refs]`),
    'feed.yaml:13:11: field "refs" is not declared, expected one of act, id, ref, time, qty [feed-field-unknown]',
  ],
  [
    'a target of more fields than the key',
    (yaml: string) => yaml.replace(action, `${action}\n  target: [ref, act]`),
    'feed.yaml:13:11: corrections.target has the fields ref, act, expected one for each field of the key, id, in its order [feed-corrections-target]',
  ],
  [
    'actions of which none corrects',
    (yaml: string) => yaml.replace(action, '{act: {N: new}}'),
    'feed.yaml:12:11: no value of corrections.action replaces or deletes, expected one; without any take corrections out [feed-corrections-idle]',
  ],
  [
    'days that mean nothing',
    (yaml: string) => yaml.replace(action, `${action}\n  within: 3`),
    'feed.yaml:13:11: corrections.within has no effect without trade_date: event; a correction is about the trade date of its file [feed-corrections-within]',
  ],
  [
    'an action that is none',
    (yaml: string) => yaml.replace('C: replace', 'C: replaces'),
    'feed.yaml:12:29: /corrections/action/act/C is "replaces", expected one of new, replace, replace-or-add, delete [spec-schema-violated]',
  ],
])('%s', async (_name, change, problem) => {
  expect(await problems(change)).toEqual([problem]);
});

test('reference data, whose rows are known by a column', async () => {
  const [problem] = await problems((yaml) =>
    yaml
      .replace('to: order_events', 'to: accounts')
      .replace(
        /map:[\s\S]*/,
        'map: {account_id: id, owner_id: id, account_type: {constant: individual}, imid: {constant: TEST}}\n',
      ),
  );
  expect(problem).toContain('rows of accounts are known by their account_id, expected a dataset of events');
  expect(problem).toContain('[feed-corrections-dataset]');
});

test('records of several types with several keys, unless a target names those of the first', async () => {
  const several = (
    yaml: string,
  ): string => `${yaml.replace('record:', 'when: {field: act, values: [N, D]}\nrecord:')}also:
  - {when: {field: act, values: [C]}, record: order.schema.json, key: [id, ref], to: order_events, map: {event_type: {constant: new}, event_ts_ns: {from: time, timestamp: "yyyyMMdd HH:mm:ss", zone: UTC}, symbol: {constant: X}, order_id: id, imid: {constant: TEST}}}
`;
  expect(await problems((yaml) => several(yaml.replace(action, `${action}\n  target: [ref]`)))).toEqual([]);
  const [problem] = await problems(several);
  expect(problem).toContain(
    'records of one type have the key id, of another id, ref, expected one key for all, because a correction names a record by it, or corrections.target, which names records of the first type [feed-corrections-keys]',
  );
});
