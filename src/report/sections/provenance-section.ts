import type { ChainHead, CoverageLine, DeliverySource, Report } from '../../domain/generated/report.js';
import { formatCount } from '../exact-value.js';
import { moreOf } from '../more-of.js';
import type { Block, Section, Small, Table } from '../page.js';
import { cutText } from '../visible-text.js';

const mostInputs = 200;

/** What the report was made from, with every hash in full: run, data files, patterns. */
export function provenanceSection({ provenance, coverage }: Report): Section {
  const { run_id, tapewarden_version, alerts_key, evidence_key, inputs, deliveries, chains } = provenance;
  const made: Block = {
    kind: 'definitions',
    items: [
      ['Run', { lines: [{ code: run_id }, hashLine('record', provenance.run_sha256)] }],
      ['Program', { lines: [`tapewarden ${tapewarden_version}`, hashLine('code', provenance.code_sha256)] }],
      ['Alerts', { lines: [{ code: alerts_key }, hashLine('', provenance.alerts_sha256)] }],
      ['Evidence', { lines: [{ code: evidence_key }, hashLine('', provenance.evidence_sha256)] }],
    ],
  };
  const files: Block =
    inputs.length === 0 ? { kind: 'paragraph', text: 'The patterns read no data file.' } : inputTable(inputs);
  return {
    title: 'Provenance',
    blocks: [
      made,
      ...(deliveries.length === 0 ? [] : [deliveryTable(deliveries)]),
      files,
      ...(coverage.length === 0 ? [] : [patternTable(coverage)]),
      ...(chains.length === 0 ? [] : [chainTable(chains)]),
    ],
  };
}

function hashLine(what: string, hash: string | null): Small {
  const name = what === '' ? [] : [`${what} `];
  return { small: hash === null ? [...name, 'hash not recorded'] : [...name, { code: hash }] };
}

function deliveryTable(deliveries: readonly DeliverySource[]): Table {
  const shown = deliveries.slice(0, mostInputs);
  return {
    kind: 'table',
    caption: [
      'Published deliveries with what made rows of them',
      ...moreOf('; ', deliveries.length - shown.length, 'report document'),
    ],
    columns: [{ title: 'File', as: 'row' }, { title: 'Bytes', as: 'number' }, { title: 'SHA-256' }],
    rows: shown.map((source) => [
      {
        lines: [
          cutText(source.file, 200),
          { small: `${source.feed} version ${source.feed_version}, canonicalizer ${source.canonicalizer}` },
        ],
      },
      formatCount(source.bytes),
      {
        lines: [
          {
            kind: 'definitions',
            items: [
              ['Bytes', { code: source.sha256 }],
              ['Entry', { lines: [{ code: source.entry_key }, { small: { code: source.entry_sha256 } }] }],
              ['Feed specification', { code: source.feed_spec_sha256 }],
              ['Canonical schema', { code: source.schema_sha256 }],
            ],
          },
        ],
      },
    ]),
  };
}

function chainTable(chains: readonly ChainHead[]): Table {
  return {
    kind: 'table',
    caption: 'How far the chain of each feed went when this report was made',
    columns: [
      { title: 'Feed', as: 'row' },
      { title: 'Entries', as: 'number' },
      { title: 'SHA-256 of the newest' },
    ],
    rows: chains.map(({ feed, entries, sha256 }) => [feed, formatCount(entries), { code: sha256 }]),
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
      { title: 'SHA-256 of SQL, settings, scoring and plan' },
    ],
    rows: coverage.map(({ pattern_id, version, sql_sha256, settings_sha256, scoring_sha256, plan_id }) => [
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
                  ['Scoring', { code: scoring_sha256 ?? 'not run' }],
                  ['Plan', { code: plan_id ?? 'not run' }],
                ],
              },
            ],
          },
    ]),
  };
}
