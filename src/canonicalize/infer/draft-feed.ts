import { stringify } from 'yaml';
import { visible } from '../../domain/diagnostic.js';
import type { CanonicalColumn } from '../../lake/canonical-dataset.js';
import type { ChosenDataset } from './choose-dataset.js';
import type { DetectedFormat, FormatMember, ObservedField } from './detected-format.js';
import type { FilePattern } from './file-pattern.js';
import type { GuessedKey } from './find-key.js';
import { type Guess, guessText, likely, sure, unsure } from './guess.js';
import type { GuessedColumn } from './map-clues.js';

/** Everything that feed.yaml is drafted from. */
export type FeedDraft = {
  sample: string;
  feed: { name: string; guess: Guess };
  broker: { name: string; guess: Guess } | null;
  file: FilePattern;
  outer: readonly FormatMember[];
  format: DetectedFormat;
  key: GuessedKey;
  chosen: ChosenDataset;
  /** Names of fields that stay comments, because nothing uses them. */
  unused: ReadonlySet<string>;
};

/** A line of feed.yaml that a person has to fill in (`missing`) or to look at (`confirm`). */
export type Decision = { line: number; kind: 'missing' | 'confirm'; text: string };

type Line = { text: string; comment: string | null; ask: Decision['kind'] | null };

/** feed.yaml as text, each guess with a comment, and the lines that are left to a person. */
export function draftFeed(draft: FeedDraft): { text: string; decisions: Decision[] } {
  const lines = [
    ...headLines(draft),
    ...formatLines(draft),
    ...controlLines(draft.format),
    ...fieldLines(draft),
    bare('record: record.schema.json'),
    guessed('key', [...draft.key.fields], draft.key.guess),
    guessed('to', draft.chosen.dataset.name, draft.chosen.guess),
    ...mapLines(draft.chosen),
  ];
  const decisions = lines.flatMap(({ text, comment, ask }, index) => {
    if (ask === null) return [];
    const shown =
      ask === 'missing'
        ? text.replace(/^ *# choose: /, '')
        : `${text.trim().replace(/:$/, '')}: ${comment ?? ''}`;
    return [{ line: index + 1, kind: ask, text: shown }];
  });
  const text = lines
    .map((line) => (line.comment === null ? line.text : `${line.text}  # ${line.comment}`))
    .join('\n');
  return { text: `${text}\n`, decisions };
}

/** A value as YAML on one line, quoted where it needs to be. */
function yaml(value: unknown): string {
  return stringify(value, {
    collectionStyle: 'flow',
    flowCollectionPadding: false,
    lineWidth: 0,
    blockQuote: false,
    minContentWidth: 0,
  }).trimEnd();
}

function bare(text: string): Line {
  return { text, comment: null, ask: null };
}

function guessed(key: string, value: unknown, guess: Guess): Line {
  const comment = visible(guessText(guess));
  return { text: `${key}: ${yaml(value)}`, comment, ask: guess.sure === 'unsure' ? 'confirm' : null };
}

function missing(text: string, indent = ''): Line {
  return { text: `${indent}# choose: ${visible(text)}`, comment: null, ask: 'missing' };
}

function headLines({ sample, feed, broker, file, format }: FeedDraft): Line[] {
  const dated = file.trade_date !== null;
  const fileGuess = dated
    ? likely('the name carries a date')
    : unsure('the name carries no date that could be told; put {trade_date} where yyyyMMdd stands');
  const arrival = unsure('a sample does not show when files are due, nor the zone of the market');
  return [
    bare(
      `# Drafted by tapewarden feeds infer from ${visible(sample)}, ${format.records} records. Each comment says how sure a guess is`,
    ),
    bare(
      '# and what showed it. "choose:" begins what is not known; uncomment and complete the lines that you need.',
    ),
    ...format.notes.map((note) => bare(`# Note: ${visible(note)}.`)),
    guessed('feed', feed.name, feed.guess),
    bare('version: 1'),
    broker === null
      ? missing('broker: the IMID of the firm that sends the file')
      : guessed('broker', broker.name, broker.guess),
    guessed('file', file.pattern, fileGuess),
    guessed('arrives', { by: '20:00', zone: 'America/New_York' }, arrival),
  ];
}

function formatLines({ format, outer }: FeedDraft): Line[] {
  const type = guessed('  type', format.type, sure(`${format.records} records were read so`));
  const members = [...format.members, ...outer].map(({ key, value, guess }) =>
    guessed(`  ${key}`, value, guess),
  );
  return [bare('format:'), type, ...members];
}

function controlLines({ header, trailer, ignore }: DetectedFormat): Line[] {
  const lines: Line[] = [];
  for (const [key, control] of [
    ['header', header],
    ['trailer', trailer],
  ] as const) {
    if (control === null) continue;
    const { guess, sum_of, ...form } = control;
    lines.push(guessed(key, { ...form, ...(sum_of === null ? {} : { sum_of }) }, guess));
  }
  if (ignore !== null)
    lines.push(guessed('ignore', { field: ignore.field, values: [...ignore.values] }, ignore.guess));
  return lines;
}

function fieldLines({ format, unused }: FeedDraft): Line[] {
  const { fields, list_fields } = format;
  if (!list_fields) return [];
  const named = fields.every((field) => field.named);
  const head = named ? bare('fields:') : unnamed('fields:');
  const used = fields.filter(({ name }) => !unused.has(name));
  const others = fields.filter(({ name }) => unused.has(name));
  return [
    head,
    ...used.map((field) => bare(`  - ${yaml(fieldEntry(field))}`)),
    ...others.map((field) => bare(`  # choose: - ${yaml(fieldEntry(field))}`)),
  ];
}

function unnamed(text: string): Line {
  const comment =
    'unsure: the sample does not name its fields; give them names, here and in record.schema.json';
  return { text, comment, ask: 'confirm' };
}

function fieldEntry({ name, part }: ObservedField): unknown {
  return Object.keys(part).length === 0 ? name : { name, ...part };
}

function mapLines({ map }: ChosenDataset): Line[] {
  const required = map.open.filter((column) => column.required);
  const optional = map.open.filter((column) => !column.required);
  return [
    bare('map:'),
    ...map.mapped.flatMap(columnLines),
    ...required.map((column) => missing(`${column.name}: ${describe(column)}`, '  ')),
    ...optional.map((column) => bare(`  # choose: ${column.name}: ${describe(column)}`)),
  ];
}

function columnLines({ column, entry, guess, leftover }: GuessedColumn): Line[] {
  const line = guessed(`  ${column}`, entry, guess);
  if (leftover.length === 0) return [line];
  const listed = leftover
    .slice(0, 8)
    .map((value) => yaml([value]).slice(1, -1))
    .join(', ');
  const more = leftover.length > 8 ? ` and ${leftover.length - 8} more` : '';
  return [
    line,
    bare(
      `  # choose: values of ${column} for ${visible(listed)}${more}; such records are rejected until then`,
    ),
  ];
}

function describe({ description, enum: values }: CanonicalColumn): string {
  return values === null ? description : `${description} One of ${values.join(', ')}.`;
}
