import { OperationalFailure } from '../domain/operational-failure.js';

/** What every line of one step's work says of itself: null where it is not known or not of a run. */
export type LogOrigin = {
  readonly run_id: string | null;
  readonly step: string;
  /** Name of the execution of the state machine. */
  readonly execution: string | null;
  /** Id that the service gave this call. */
  readonly request_id: string | null;
};

/** Values that a line may hold beside: names of things, codes and counts. Never a record, a field of one or a diagnostic's message. */
export type LogFields = Readonly<Record<string, string | number | boolean | bigint | null>>;

/** How loud a line is. */
export type LogLevel = 'info' | 'warn' | 'error';

const LONGEST = 500;
const MOST_FIELDS = 40;
const OURS = ['at', 'level', 'code', 'run_id', 'step', 'execution', 'request_id'];
/** Failures in whose words an engine may quote what it read. */
const QUOTING: readonly string[] = [
  'database-failed',
  'query-failed',
  'query-refused',
  'validators-disagree',
];

/**
 * One line of JSON, without its end: when, how loud, a stable code, whose work it is, and fields in the order given.
 *
 * Line ends and control characters of values are escaped, texts are cut at 500 characters, and no field takes the place of ours. bigint
 * becomes its digits as text.
 */
export function logLine(
  origin: LogOrigin,
  { level, code, at_ms, fields = {} }: { level: LogLevel; code: string; at_ms: number; fields?: LogFields },
): string {
  const named = Object.entries(fields)
    .slice(0, MOST_FIELDS)
    .map(([name, value]) => [OURS.includes(name) ? `field_${name}` : name, printable(value)]);
  const line = JSON.stringify({
    at: new Date(at_ms).toISOString(),
    level,
    code,
    ...origin,
    ...(Object.fromEntries(named) as object),
  });
  return line.replaceAll(
    INVISIBLE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** What a line says of an error: its code and, where no value of a record can be in it, its message; of a bug the places in the code. */
export function failureFields(error: unknown): { code: string; fields: LogFields } {
  if (error instanceof OperationalFailure) {
    const { code, retryable, message } = error as OperationalFailure;
    return { code, fields: { retryable, ...(QUOTING.includes(code) ? {} : { message }) } };
  }
  if (!(error instanceof Error)) return { code: 'bug', fields: { kind: typeof error } };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const stack = frames
    .slice(0, 5)
    .map((line) => line.trim())
    .join(' < ');
  return { code: 'bug', fields: { kind: error.name, stack } };
}

// What JSON leaves as it is and a terminal or a viewer of logs obeys: C1 controls, directions of text, separators, the byte order mark.
const INVISIBLE = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

function printable(value: LogFields[string]): string | number | boolean | null {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value !== 'string' || value.length <= LONGEST) return value;
  return `${value.slice(0, LONGEST)}… (${value.length} characters)`;
}
