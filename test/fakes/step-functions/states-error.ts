/** A failure by its name, as states choose by it. */
export class StatesError extends Error {
  readonly error: string;
  readonly cause_text: string;

  constructor(error: string, cause_text: string) {
    super(`${error}: ${cause_text}`);
    this.error = error;
    this.cause_text = cause_text;
    this.name = error;
  }
}

/** These are caught by their own names alone. */
const APART = ['States.DataLimitExceeded', 'States.Runtime'];

/** Whether a retrier or catcher for some errors is one for this error. */
export function matches(equals: readonly string[], { error }: StatesError): boolean {
  if (equals.includes(error)) return true;
  if (APART.includes(error)) return false;
  if (equals.includes('States.ALL')) return true;
  return equals.includes('States.TaskFailed') && error !== 'States.Timeout';
}
