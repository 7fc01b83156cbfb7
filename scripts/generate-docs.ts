import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Application, type CommandContext, generateHelpTextForAllCommands } from '@stricli/core';
import { buildCli } from '../src/cli/app.js';
import type { PatternSpec } from '../src/domain/generated/pattern.js';
import { exitCodeText } from '../src/project/exit-codes.js';
import { loadPatternCatalogue } from '../src/surveillance/load-pattern-catalogue.js';
import { loadQueryCatalogue } from '../src/surveillance/queries/load-query-catalogue.js';
import { severityRange } from '../src/surveillance/score-alert.js';
import {
  casesSha256,
  type EngineName,
  type EngineRecord,
  readParity,
} from '../test/surveillance/support/parity-record.js';
import { readPatternCases } from '../test/surveillance/support/pattern-case.js';

type Emit = (file: string, text: string) => Promise<void>;

/** docs/data-model.md, docs/patterns.md, docs/queries.md, docs/parity.md, docs/errors.md and docs/cli.md, each from the one place that defines it. */
export async function generateDocs(emit: Emit): Promise<void> {
  const docs = path.resolve('docs');
  await emit(path.join(docs, 'data-model.md'), await dataModel());
  await emit(path.join(docs, 'patterns.md'), await patterns());
  await emit(path.join(docs, 'queries.md'), await queries());
  await emit(path.join(docs, 'parity.md'), await parity());
  await emit(path.join(docs, 'errors.md'), await errors());
  await emit(path.join(docs, 'cli.md'), cli());
}

type Property = {
  description: string;
  enum?: string[];
  'x-column': { type: string; unit?: string; personal?: boolean };
};
type Schema = {
  description: string;
  required: string[];
  'x-dataset': { sort: string[]; key: string };
  properties: Record<string, Property>;
};

async function dataModel(): Promise<string> {
  const folder = path.resolve('schemas/canonical');
  const parts = [
    '# Data model\n\nGenerated from `schemas/canonical` by `npm run generate`; do not edit.\n\nEvery dataset is partitioned by `trade_date DATE` and `feed VARCHAR`.\n',
  ];
  for (const file of (await readdir(folder)).sort()) {
    const schema = JSON.parse(await readFile(path.join(folder, file), 'utf8')) as Schema;
    const { sort, key } = schema['x-dataset'];
    const rows = Object.entries(schema.properties).map(
      ([name, { description, enum: values, 'x-column': column }]) => {
        const listed = values === undefined ? '' : ` One of ${values.join(', ')}.`;
        const marks = [
          schema.required.includes(name) ? 'required' : '',
          column.personal ? 'personal' : '',
        ].filter((mark) => mark !== '');
        return `| \`${name}\` | ${column.type} | ${column.unit ?? ''} | ${marks.join(', ')} | ${description}${listed} |`;
      },
    );
    parts.push(
      `## ${file.replace('.schema.json', '')}\n\n${schema.description} Key \`${key}\`, sorted by ${sort.map((name) => `\`${name}\``).join(', ')}.\n\n| column | type | unit | | meaning |\n|---|---|---|---|---|\n${rows.join('\n')}\n`,
    );
  }
  return parts.join('\n');
}

function inForce({ effective: { from, to, note } = {} }: PatternSpec): string {
  const dates = [from && `from ${from}`, to && `until ${to}`].filter(Boolean).join(' ');
  return dates === '' ? '' : `; in force ${dates}. ${note ?? ''}`.replace(/\.? ?$/, '');
}

/** Title of the generated part of docs/patterns.md; what stands before it is written by hand. */
const CATALOGUE_MARK = '# The catalogue';

async function patterns(): Promise<string> {
  const { patterns: loaded } = await loadPatternCatalogue();
  const written = await readFile(path.resolve('docs/patterns.md'), 'utf8');
  const parts = [
    `${written.split(CATALOGUE_MARK)[0]}${CATALOGUE_MARK}\n\nGenerated from \`patterns/*/pattern.yaml\` by \`npm run generate\`; do not edit below the title.\n`,
  ];
  for (const { spec } of loaded) {
    const settings = Object.entries(spec.settings).map(
      ([name, setting]) =>
        `| \`${name}\` | ${setting.default} | ${setting.type} | ${setting.source} | ${setting.meaning} |`,
    );
    parts.push(
      `## ${spec.catalogue} [${spec.id}](../patterns/${spec.id}/README.md), version ${spec.version}\n\n${spec.title}. ${spec.behaviour}\n\nRules: ${spec.cites.join('; ')}${inForce(spec)}. Reads ${Object.keys(spec.reads).join(', ')}. About ${spec.subject.join(', ')}.\n\n| setting | default | type | source | meaning |\n|---|---|---|---|---|\n${settings.join('\n')}\n\n${scoring(spec)}\n`,
    );
  }
  return parts.join('\n');
}

function scoring({ severity, measures }: PatternSpec): string {
  const parts = Object.entries(severity.parts).map(
    ([measure, { points, from, full }]) =>
      `\`${measure}\` ${points} (from ${from ?? `\`${measures[measure]?.setting}\``} to ${full})`,
  );
  const range = `medium from ${severity.medium}, high from ${severity.high}; ${severity.source}`;
  return `Severity ${severityRange({ severity })}. Score ${severity.start}, and up to ${parts.join(', ')}; ${range}.`;
}

const QUERIES_HEAD = `# Predefined queries

Generated from \`queries/*/query.yaml\` by \`npm run generate\`; do not edit.

\`tapewarden queries run ID --date D --set name=value\` answers one from a day of the lake, as a table, \`--json\` or \`--csv\`; \`list\` and \`show\` tell what there is.
Values are exact text, rows have one order, and where a dataset that it needs is not there the answer is inconclusive (exit code 1), not empty.

As a job, \`tapewarden jobs submit ID\` or all with \`--class predefined\`, a query runs where its class says: on the Redshift warehouse of \`jobs.classes.predefined\`, or on this machine. Its rows
are kept with the job; \`jobs show JOB\` prints them, \`--csv\` them alone. Every case gives the same rows on DuckDB, on Postgres and, by \`npm run test:spark\`, on Spark 3.5.

One of your own is a folder in the folder that \`queries: folder\` in \`tapewarden.yaml\` names: \`query.yaml\`, \`query.sql\` in the portable core of
[patterns](patterns.md#3-find-it-5-minutes-alertssql-and-evidencesql), and \`cases/\` as of a pattern, whose \`expected.yaml\` has exactly the rows. The SQL has no ORDER BY: \`key\` and \`order\` say
how rows are sorted, and \`ratio_of\` divides. \`tapewarden queries new ID\` writes a small example that works, \`tapewarden queries test\` lints and runs the cases.

A question that is asked once needs no folder: \`tapewarden query "SELECT …"\` runs one SELECT over the datasets of a day, embedded, or with \`--runner\` on Athena, Glue, Redshift or
EMR Serverless ([configuration](configuration.md#runners)). There it is bound on the embedded database first, floating point is refused, ORDER BY names columns that the query gives, and the
same query over the same files is not run again. \`--plan\` shows what it reads, where and at what price.
`;

async function queries(): Promise<string> {
  const { queries: loaded } = await loadQueryCatalogue();
  const parts = [QUERIES_HEAD];
  for (const { spec } of loaded) {
    const settings = Object.entries(spec.settings).map(
      ([name, setting]) =>
        `| \`${name}\` | ${setting.default} | ${setting.type} | ${setting.source} | ${setting.meaning} |`,
    );
    const columns = Object.entries(spec.columns).map(
      ([name, { unit, meaning }]) => `| \`${name}\` | ${unit} | ${meaning} |`,
    );
    parts.push(
      `## ${spec.id}, version ${spec.version}\n\n${spec.title}. ${spec.question}\n\nRules: ${spec.cites.join('; ')}. Reads ${Object.keys(spec.reads).join(', ')}. One row per ${spec.key.join(', ')}.\n\n| setting | default | type | source | meaning |\n|---|---|---|---|---|\n${settings.join('\n')}\n\n| column | unit | meaning |\n|---|---|---|\n${columns.join('\n')}\n\nIt cannot see:\n\n${spec.cannot_see.map((limit) => `- ${limit}`).join('\n')}\n`,
    );
  }
  return parts.join('\n');
}

const ENGINES: readonly [EngineName, string][] = [
  ['duckdb', 'DuckDB, embedded'],
  ['postgres', 'Postgres, for Redshift'],
  ['spark', 'Spark'],
];

async function parity(): Promise<string> {
  const { patterns: loaded } = await loadPatternCatalogue();
  const cases = await readPatternCases(path.resolve('patterns'));
  const rows: string[] = [];
  for (const { spec, sql_sha256 } of loaded) {
    const own = cases.filter(({ pattern_id }) => pattern_id === spec.id);
    const now = { sql_sha256, cases_sha256: casesSha256(own) };
    const { engines } = await readParity(spec.id);
    const cells = ENGINES.map(([engine]) => parityCell(engines[engine], now));
    rows.push(
      `| [${spec.id}](../patterns/${spec.id}/README.md) ${spec.version} | ${own.length} | ${cells.join(' | ')} |`,
    );
  }
  return `# Parity

Generated from \`patterns/*/parity.json\` by \`npm run generate\`; do not edit.

Each pattern's one SQL text, run over all its case folders on each engine: the engine's version, and the first digits of the hash of every alert
and evidence row found, to the last digit. Equal hashes are equal rows. \`npm test\` runs DuckDB and Postgres, which shares integer division, null
order and exact decimals with Redshift (the linter refuses what Redshift lacks); \`npm run test:spark\` runs Spark, and a simulated day. Redshift itself is
not run.

| pattern | cases | ${ENGINES.map(([, title]) => title).join(' | ')} |
|---|---|${ENGINES.map(() => '---|').join('')}
${rows.join('\n')}
`;
}

function parityCell(
  record: EngineRecord | undefined,
  now: Pick<EngineRecord, 'sql_sha256' | 'cases_sha256'>,
): string {
  if (record === undefined) return 'not run';
  if (record.sql_sha256 !== now.sql_sha256) return 'not run since its SQL changed';
  if (record.cases_sha256 !== now.cases_sha256) return 'not run since its cases changed';
  return `${record.version} \`${record.result_sha256.slice(0, 12)}\``;
}

const CATALOGUES: readonly [string, string][] = [
  [
    'Faults of a record: it goes to the quarantine, the rest of the file goes on',
    'src/canonicalize/diagnostics.ts#recordFaultText',
  ],
  [
    'Faults of a delivery: it is refused, nothing of it is published',
    'src/canonicalize/diagnostics.ts#deliveryFaultText',
  ],
  ['What is reported of accepted records', 'src/canonicalize/diagnostics.ts#noticeText'],
  ['Faults of any specification file', 'src/domain/spec-problem.ts#specProblemText'],
  ['Faults of a feed', 'src/canonicalize/feed-problem.ts#feedProblemText'],
  [
    'What is sound in a feed and yet probably not meant: feeds check tells it, nothing stops',
    'src/canonicalize/feed-warning.ts#feedWarningText',
  ],
  ["What the ledger tells of a feed's day", 'src/lake/ledger/ledger-finding.ts#ledgerFindingText'],
  ['Samples from which no feed can be drafted', 'src/canonicalize/infer/sample-problem.ts#sampleProblemText'],
  ['Faults of a pattern or its settings', 'src/surveillance/pattern-problem.ts#patternProblemText'],
  ['How the Glue catalog may differ from the lake', 'src/lake/catalog/drift.ts#driftText'],
  [
    'Faults of a repair: it is not stored, or not replayed',
    'src/canonicalize/replay/repair-problem.ts#repairProblemText',
  ],
  ['States that --as-of does not name', 'src/lake/resolve-as-of.ts#asOfProblemText'],
  ['What lake verify finds: exit code 1', 'src/lake/verify/finding.ts#findingText'],
  ['Failed machinery: exit code 4', 'src/domain/failure-catalogue.ts#failureText'],
  ['A lake in S3 that fails: exit code 4', 'src/domain/s3-failures.ts#s3FailureText'],
];

async function errors(): Promise<string> {
  const parts = [
    '# Errors\n\nGenerated from the message catalogues by `npm run generate`; do not edit. Codes are API and never renamed; `<…>` stands for a value.\n',
  ];
  for (const [title, place] of CATALOGUES) {
    const [file, name] = place.split('#') as [string, string];
    const source = await readFile(file, 'utf8');
    const body =
      new RegExp(`export const ${name}[\\s\\S]*?= \\{\\n([\\s\\S]*?)\\n\\};`).exec(source)?.[1] ?? '';
    const rows = [...`${body}\n`.matchAll(/^ {2}'([a-z0-9-]+)': \(d?\) =>\s*([\s\S]*?),\n(?= {2}'|$)/gm)].map(
      ([, code, text]) => `| \`${code}\` | ${template(text as string, source)} |`,
    );
    if (rows.length === 0) throw new Error(`no messages found in ${place}`);
    parts.push(`## ${title}\n\n| code | message |\n|---|---|\n${rows.join('\n')}\n`);
  }
  return parts.join('\n');
}

/** A message's source as a reader sees it: values as their names in angle brackets, constants of its file as their text. */
function template(message: string, file: string): string {
  const text = message
    .replace(/\$\{is\(d\)\}/g, 'field <field> is <value>')
    .replace(/\$\{columnsText\(d\)\}/g, 'lacks <missing> and has <unexpected>')
    .replace(/\$\{quoted\(`([^`]*)`\)\}/g, '"$1"')
    .replace(
      /\$\{([A-Z_]+)\}/g,
      (whole, name: string) => new RegExp(`const ${name} = '([^']*)';`).exec(file)?.[1] ?? whole,
    )
    .replace(/\s+/g, ' ')
    .replace(/^[`']|[`']$/g, '')
    .replace(/\$\{(?:[^{}]|\{[^{}]*\})*?\bd\.([a-z_0-9]+)(?:[^{}]|\{[^{}]*\})*\}/g, '<$1>');
  if (text.includes('${')) throw new Error(`a message that the page cannot show: ${text}`);
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}

function cli(): string {
  // Help needs nothing of the context, but the type asks for the general one.
  const app = buildCli('0.0.0') as unknown as Application<CommandContext>;
  const commands = generateHelpTextForAllCommands(app).map(
    ([name, text]) => `## ${name}\n\n\`\`\`\n${text.trimEnd()}\n\`\`\`\n`,
  );
  const codes = Object.entries(exitCodeText).map(([code, text]) => `| ${code} | ${text} |`);
  return `# Command line\n\nGenerated from \`src/cli/app.ts\` by \`npm run generate\`; do not edit.\n\n| exit code | meaning |\n|---|---|\n${codes.join('\n')}\n\n${commands.join('\n')}`;
}
