/** An error as Glue answers it: its code is what clients decide by. */
export class GlueError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
    this.status = code.startsWith('Internal') ? 500 : 400;
  }
}
