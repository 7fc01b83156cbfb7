/** What S3 answers in place of a result: a status, a code of its documentation, and what it says in the body or headers. */
export class S3Error extends Error {
  readonly status: number;
  readonly code: string;
  /** More elements of the error document, such as the Region of a bucket elsewhere. */
  readonly details: Readonly<Record<string, string>>;

  constructor(status: number, code: string, details: Readonly<Record<string, string>> = {}) {
    super(details['Message'] ?? code);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}
