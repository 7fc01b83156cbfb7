import { type FailureCode, type FailureData, failureText } from './failure-catalogue.js';

/**
 * The machinery failed: disk, database, store, network. Thrown, never returned; bad input is a Diagnostic instead.
 *
 * `code` is stable API; `data` holds the values of the message; `retryable` says whether the same call may succeed
 * later without anyone changing anything. Exit code 4.
 */
export class OperationalFailure<Code extends FailureCode = FailureCode> extends Error {
  readonly code: Code;
  readonly data: FailureData[Code];
  readonly retryable: boolean;

  constructor(code: Code, data: FailureData[Code], options: { cause?: unknown; retryable?: boolean } = {}) {
    super(`${failureText[code](data)} [${code}]`, { cause: options.cause });
    this.name = 'OperationalFailure';
    this.code = code;
    this.data = data;
    this.retryable = options.retryable ?? false;
  }
}
