import { showRecord } from '../../canonicalize/replay/show-record.js';
import { visible } from '../../domain/diagnostic.js';
import type { RepairAttempt, ShownRecord } from '../../domain/generated/shown-record.js';
import { readAllChains } from '../../lake/quarantine/find-delivered.js';
import { EXIT, type ExitCode } from '../../project/exit-codes.js';
import { loadFeeds, loadProject, openLake, type ProjectFlags } from '../../project/project.js';
import { inProcessFolder } from '../../store/process-folder.js';
import type { CliContext } from '../cli-context.js';
import { findRecord, noRecord } from '../find-record.js';
import { counted, jsonText } from '../format-table.js';

/** Shows one rejected record: its bytes, its fields, what is wrong with it and what was done about it. */
export async function quarantineShow(
  context: CliContext,
  flags: ProjectFlags & { readonly json: boolean },
  id: string,
): Promise<ExitCode> {
  const project = await loadProject(context, flags);
  const store = await openLake(project);
  const { byte_offset, ...found } = findRecord(await readAllChains(store), id);
  const feeds = await loadFeeds(project);
  const shown = await inProcessFolder(project.work, (work) =>
    showRecord({ store, work, feeds }, found, byte_offset),
  );
  if (shown === null) throw noRecord(id);
  context.process.stdout.write(flags.json ? jsonText(shown) : shownText(shown));
  return EXIT.clear;
}

function shownText(record: ShownRecord): string {
  const { raw, faults, fields, attempts } = record;
  const by = record.settled_by === null ? '' : ` by ${record.settled_by.slice(0, 12)}`;
  const masked =
    raw.sha256 === null ? null : `${counted(raw.bytes, 'byte')}, shown as fields without personal data`;
  const size = raw.exact ? counted(raw.bytes, 'byte') : (masked ?? 'as it was quoted when it was rejected');
  return [
    `${record.id}  ${record.state}${by}`,
    `file        ${visible(record.file)}`,
    `feed        ${record.feed}, trade date ${record.trade_date}`,
    `place       line ${record.line}, byte ${record.byte_offset}`,
    ...(raw.sha256 === null ? [] : [`raw_sha256  ${raw.sha256}`]),
    `raw         ${size}${raw.text === null ? ', in hexadecimal' : ''}`,
    ...(raw.text === null ? hexLines(raw.hex ?? '') : [`    ${visible(raw.text)}`]),
    ...fieldLines(fields),
    'faults',
    ...faults.map(({ message, code }) => `    ${visible(message)} [${code}]`),
    ...(attempts.length === 0 ? [] : ['repairs', ...attempts.flatMap(attemptLines)]),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

function fieldLines(fields: ShownRecord['fields']): string[] {
  if (fields === null) return ['fields      none: the record cannot be decoded'];
  const width = Math.max(...fields.map(({ name }) => name.length));
  return [
    'fields',
    ...fields.map(({ name, value }) =>
      `    ${name.padEnd(width)}  ${value === null ? '' : `"${visible(value)}"`}`.trimEnd(),
    ),
  ];
}

function hexLines(hex: string): string[] {
  return (hex.match(/.{1,64}/g) ?? []).map((line) => `    ${line.replace(/../g, '$& ').trimEnd()}`);
}

function attemptLines(attempt: RepairAttempt): string[] {
  const { repair_sha256, result, by, reason, action, text, faults, replay } = attempt;
  const at = replay === null ? '' : ` in ${replay.slice(0, 12)}`;
  const who = [by === null ? '' : ` by ${by}`, reason === null ? '' : `: ${reason}`].join('');
  return [
    `    ${repair_sha256.slice(0, 12)} ${result}${at}${visible(who)}`,
    `        ${action} ${visible(text)}`,
    ...faults.map(({ message, code }) => `        ${visible(message)} [${code}]`),
  ];
}
