import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { schemaErrors } from '../support/schema-errors.js';
import { cliIn, temporaryFolder } from './support/run-cli.js';

const { folder, remove } = temporaryFolder();
const tapewarden = cliIn(folder);
const pattern = path.join(folder, 'patterns', 'large-fills');
afterAll(remove);

const patterns = (...args: string[]) => tapewarden('patterns', ...args, '--patterns', 'patterns');

function edit(file: string, from: string, to: string): () => void {
  const target = path.join(pattern, file);
  const text = readFileSync(target, 'utf8');
  expect(text).toContain(from);
  writeFileSync(target, text.replaceAll(from, to));
  return () => writeFileSync(target, text);
}

test('a new pattern lints and tests at once', async () => {
  expect(await patterns('new', 'large-fills')).toEqual({
    exit: 'clear',
    stdout: `pattern     patterns/large-fills
next        tapewarden patterns test large-fills
            tapewarden patterns lint large-fills
`,
    stderr: '',
  });
  expect(await patterns('lint', 'large-fills')).toEqual({
    exit: 'clear',
    stdout: '',
    stderr: '1 pattern, 0 findings\n',
  });
  expect(await patterns('test')).toEqual({
    exit: 'clear',
    stdout: `PATTERN      VERSION  CASES  FAILED  THRESHOLDS THAT NO CASE MEETS EXACTLY
large-fills        1      3       0
`,
    stderr: '1 pattern, 3 cases, 0 not as expected\n',
  });
});

test('a name that is none, and one that is taken, are refused', async () => {
  expect(await patterns('new', 'Large Fills')).toMatchObject({
    exit: 'usage',
    stderr:
      'a pattern is not called "Large Fills", expected lower-case letters, digits and hyphens, such as wash-trade [pattern-id-invalid]\n',
  });
  expect(await patterns('new', 'large-fills')).toMatchObject({
    exit: 'usage',
    stderr:
      'patterns/large-fills: is there already; choose another name, or change what it holds [pattern-exists]\n',
  });
  expect((await patterns('test', 'large-fill')).stderr).toContain('did you mean large-fills?');
});

test('a case that does not hold says what was found and what was expected', async () => {
  const undo = edit('cases/one-share-short/order_events.jsonl', '"499"', '"500"');
  const { exit, stdout, stderr } = await patterns('test', 'large-fills');
  expect(exit).toBe('findings');
  expect(stdout.split('\n')[0]).toBe('large-fills/one-share-short: 1 alerts (A1 XYZ), expected 0');
  expect(stderr).toBe('1 pattern, 3 cases, 1 not as expected\n');
  undo();
  const undoMeasure = edit('cases/exactly-at-the-threshold/expected.yaml', '"1000"', '"999"');
  expect((await patterns('test')).stdout.split('\n')[0]).toBe(
    'large-fills/exactly-at-the-threshold: measure quantity is "1000", expected "999"',
  );
  undoMeasure();
  const undoEvidence = edit('cases/exactly-at-the-threshold/expected.yaml', '[f1, f2]', '[f1]');
  expect((await patterns('test')).stdout.split('\n')[0]).toBe(
    'large-fills/exactly-at-the-threshold: evidence is {"fill":["f1","f2"]}, expected {"fill":["f1"]}',
  );
  undoEvidence();
});

test('a threshold that no case meets exactly is named', async () => {
  const undo = edit('cases/exactly-at-the-threshold/order_events.jsonl', '"500"', '"501"');
  const [first] = JSON.parse((await patterns('test', '--json')).stdout) as {
    untested_thresholds: string[];
  }[];
  expect(first?.untested_thresholds).toEqual(['min_quantity']);
  undo();
});

test('a case that cannot be read is an invalid specification', async () => {
  const undo = edit('cases/one-share-short/expected.yaml', '[]', '{}');
  const { exit, stderr } = await patterns('test');
  expect(exit).toBe('invalid_spec');
  expect(stderr).toContain(
    'one-share-short/expected.yaml:1:1: the document is an object, expected type array',
  );
  undo();
});

test('what test prints as JSON is a document', async () => {
  const { stdout } = await patterns('test', '--json');
  expect(schemaErrors('pattern-test', [JSON.parse(stdout)])).toEqual([]);
  expect(stdout).toContain('"name": "one-share-short"');
});

type Broken = { rule: string; text: string; by: () => () => void };
const broken: readonly Broken[] = [
  {
    rule: 'sql-not-run',
    text: 'another query',
    by: () => added('alerts.duckdb.sql', 'SELECT 1'),
  },
  {
    rule: 'qualify',
    text: 'QUALIFY',
    by: () => edit('alerts.sql', 'ORDER BY t.first', 'QUALIFY 1 = 1 ORDER BY t.first'),
  },
  {
    rule: 'readme-section-missing',
    text: '## What it confuses',
    by: () => edit('README.md', '## What it confuses', '## Else'),
  },
  {
    rule: 'readme-setting-differs',
    text: '| `min_quantity` | 1000 |',
    by: () => edit('README.md', '| 1000 |', '| 2000 |'),
  },
  {
    rule: 'measure-half-compared',
    text: 'quantity',
    by: () => {
      const undo = edit('pattern.yaml', '    compare: at_least\n', '');
      edit('pattern.yaml', '{points: 50, full: 10 times}', '{points: 50, from: "1", full: "9"}');
      return undo;
    },
  },
  { rule: 'canary-without-alert', text: '[]', by: () => replaced('canary/expected.yaml', '[]') },
  {
    rule: 'canary-with-settings',
    text: 'min_quantity',
    by: () => added('canary/settings.yaml', 'min_quantity: "5"'),
  },
  {
    rule: 'cases-one-sided',
    text: 'none expects an alert',
    by: () => replaced('cases/exactly-at-the-threshold/expected.yaml', '[]'),
  },
  {
    rule: 'case-not-readable',
    text: 'case-row-not-valid',
    by: () => replaced('cases/one-share-short/order_events.jsonl', '7'),
  },
];

function replaced(file: string, text: string): () => void {
  const target = path.join(pattern, file);
  const before = readFileSync(target, 'utf8');
  writeFileSync(target, text);
  return () => writeFileSync(target, before);
}

function added(file: string, text: string): () => void {
  writeFileSync(path.join(pattern, file), text);
  return () => rmSync(path.join(pattern, file));
}

test.each(broken.map((one) => [one.rule, one] as const))(
  'lint tells %s with reason and fix',
  async (rule, { text, by }) => {
    const undo = by();
    const told = await patterns('lint', 'large-fills', '--json');
    undo();
    expect(told.exit).toBe('findings');
    const [{ findings }] = JSON.parse(told.stdout) as [{ findings: Record<string, string>[] }];
    expect(findings).toHaveLength(1);
    expect(schemaErrors('pattern-lint', [JSON.parse(told.stdout)])).toEqual([]);
    expect(findings[0]).toMatchObject({ rule, text: expect.stringContaining(text) as string });
    expect(findings[0]?.['reason']).not.toBe('');
    expect(findings[0]?.['fix']).not.toBe('');
  },
);

test('lint prints a line for each finding, and what is not there at all is told last', async () => {
  rmSync(path.join(pattern, 'README.md'));
  rmSync(path.join(pattern, 'canary'), { recursive: true });
  rmSync(path.join(pattern, 'cases'), { recursive: true });
  const { exit, stdout, stderr } = await patterns('lint');
  expect(exit).toBe('findings');
  expect(stdout.split('\n')).toEqual([
    expect.stringMatching(/^large-fills\/README\.md: not there: an examiner asks .* \[readme-missing\]$/),
    expect.stringMatching(/^large-fills\/canary\/: not there: without injected abuse .* \[canary-missing\]$/),
    expect.stringMatching(/^large-fills\/cases\/: none: nothing shows .* \[cases-missing\]$/),
    '',
  ]);
  expect(stderr).toBe('1 pattern, 3 findings\n');
});
