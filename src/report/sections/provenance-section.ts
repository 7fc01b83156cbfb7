import type { CoverageLine, Report } from '../../domain/generated/report.js';
import { formatCount } from '../exact-value.js';
import { moreOf } from '../more-of.js';
import type { Block, Section, Table } from '../page.js';

const mostInputs = 200;

/** What the report was made from, with every hash in full: run, data files, patterns. */
export function provenanceSection({ provenance, coverage }: Report): Section {
  const { run_id, tapewarden_version, alerts_key, evidence_key, inputs } = provenance;
  const made: Block = {
    kind: 'definitions',
    items: [
      ['Run', { code: run_id }],
      ['Program', `tapewarden ${tapewarden_version}`],
      ['Alerts', { code: alerts_key }],
      ['Evidence', { code: evidence_key }],
    ],
  };
  const files: Block =
    inputs.length === 0 ? { kind: 'paragraph', text: 'The patterns read no data file.' } : inputTable(inputs);
  return {
    title: 'Provenance',
    blocks: [made, files, ...(coverage.length === 0 ? [] : [patternTable(coverage)])],
  };
}

function inputTable(inputs: Report['provenance']['inputs']): Table {
  const shown = inputs.slice(0, mostInputs);
  return {
    kind: 'table',
    caption: [
      'Data files that the patterns read, pinned by hash',
      ...moreOf('; ', inputs.length - shown.length, 'report document'),
    ],
    columns: [
      { title: 'Dataset', as: 'row' },
      { title: 'Key and SHA-256' },
      { title: 'Rows', as: 'number' },
      { title: 'Bytes', as: 'number' },
    ],
    rows: shown.map(({ dataset, key, sha256, bytes, rows }) => [
      dataset,
      { lines: [{ code: key }, { small: { code: sha256 } }] },
      formatCount(rows),
      formatCount(bytes),
    ]),
  };
}

function patternTable(coverage: readonly CoverageLine[]): Table {
  return {
    kind: 'table',
    caption: 'Patterns as they were run',
    columns: [
      { title: 'Pattern', as: 'row' },
      { title: 'Version', as: 'number' },
      { title: 'SHA-256 of SQL, settings and plan' },
    ],
    rows: coverage.map(({ pattern_id, version, sql_sha256, settings_sha256, plan_id }) => [
      pattern_id,
      String(version),
      sql_sha256 === null
        ? 'not run'
        : {
            lines: [
              {
                kind: 'definitions',
                items: [
                  ['SQL', { code: sql_sha256 }],
                  ['Settings', { code: settings_sha256 ?? 'not run' }],
                  ['Plan', { code: plan_id ?? 'not run' }],
                ],
              },
            ],
          },
    ]),
  };
}
