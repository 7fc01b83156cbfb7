import type { CliContext } from './cli-context.js';
import { parseDate, parseMonth, parseQuarter } from './day-files.js';

const text = (value: string): string => value;

/** Empty text would name the folder of the call, which nobody means who writes an empty variable. */
function givenText(value: string): string {
  if (value === '') throw new SyntaxError('expected a name or a path');
  return value;
}

const place = (
  brief: string,
): { kind: 'parsed'; parse: typeof givenText; optional: true; brief: string; placeholder: string } => ({
  kind: 'parsed',
  parse: givenText,
  optional: true,
  brief,
  placeholder: 'folder',
});

/** Where the predefined queries are. */
export const queriesFlag = place('Folder of predefined queries');

/** Settings of a query, separated by commas. */
export const setFlag = {
  kind: 'parsed',
  parse: String,
  variadic: ',',
  optional: true,
  brief: 'Settings in place of their defaults',
  placeholder: 'name=value',
} as const;

/** The profile of tapewarden.yaml, of which a shell completes the name. */
export const profileFlag = {
  kind: 'parsed',
  parse: givenText,
  optional: true,
  brief: 'Profile of tapewarden.yaml',
  placeholder: 'name',
  async proposeCompletions(this: CliContext, partial: string): Promise<string[]> {
    const { profileNames } = await import('../project/load-config.js');
    return (await profileNames(this.cwd)).filter((name) => name.startsWith(partial));
  },
} as const;

/** Flags that say where a project keeps its things. */
export const projectFlags = {
  profile: profileFlag,
  raw: place('Folder of deliveries'),
  lake: place('Folder of the lake, or s3://bucket/prefix'),
  feeds: place('Folder of feeds'),
  patterns: place('Folder of patterns'),
};

export const jsonFlag = { kind: 'boolean', default: false, withNegated: false, brief: 'Print JSON' } as const;

export const dateFlag = {
  kind: 'parsed',
  parse: parseDate,
  optional: true,
  brief: 'Trade date, yyyy-MM-dd',
  placeholder: 'date',
} as const;

export const monthFlag = {
  kind: 'parsed',
  parse: parseMonth,
  optional: true,
  brief: 'Month of trade dates, yyyy-MM',
  placeholder: 'month',
} as const;

export const quarterFlag = {
  kind: 'parsed',
  parse: parseQuarter,
  optional: true,
  brief: 'Quarter of trade dates, yyyy-Qn',
  placeholder: 'quarter',
} as const;

/** An optional flag that takes text. */
export const textFlag = (
  brief: string,
  placeholder: string,
): { kind: 'parsed'; parse: typeof givenText; optional: true; brief: string; placeholder: string } => ({
  kind: 'parsed',
  parse: givenText,
  optional: true,
  brief,
  placeholder,
});

/** An optional flag that takes names separated by commas. */
export const namesFlag = (
  brief: string,
  placeholder: string,
): { kind: 'parsed'; parse: typeof parseNames; optional: true; brief: string; placeholder: string } => ({
  kind: 'parsed',
  parse: parseNames,
  optional: true,
  brief,
  placeholder,
});

function parseNames(value: string): readonly string[] {
  const names = value.split(',');
  if (!names.every((name) => /^[A-Za-z0-9-]+$/.test(name))) {
    throw new SyntaxError('expected names of letters, digits and hyphens, separated by commas');
  }
  return names;
}

/** A whole number of at least zero. */
export function parseCount(value: string): number {
  if (!/^[0-9]{1,15}$/.test(value)) throw new SyntaxError('expected a whole number of at most 15 digits');
  return Number(value);
}

const NANOSECONDS: Readonly<Record<string, bigint>> = {
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
  d: 86_400_000_000_000n,
};

/** An age such as `7d`, in nanoseconds. */
export function parseAge(value: string): bigint {
  const [, count = '', unit = 's'] = /^([0-9]{1,6})([smhd])$/.exec(value) ?? /^(0)$/.exec(value) ?? [];
  if (count === '') throw new SyntaxError('expected a whole number of at most 6 digits with d, h, m or s');
  return BigInt(count) * (NANOSECONDS[unit] as bigint);
}

/** One argument that names something. */
export const idArgument = (
  brief: string,
): { kind: 'tuple'; parameters: [{ parse: typeof text; brief: string; placeholder: string }] } => ({
  kind: 'tuple',
  parameters: [{ parse: text, brief, placeholder: 'id' }],
});

/** Engines that `--runner` may name. */
export const RUNNERS = ['local', 'emr-serverless', 'glue', 'redshift', 'athena'] as const;
