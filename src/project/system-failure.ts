import { OperationalFailure } from '../domain/operational-failure.js';

type SystemError = Error & { code: string; syscall: string; path: string };

const WRITING = [
  'mkdir',
  'write',
  'link',
  'copyfile',
  'rename',
  'fsync',
  'ftruncate',
  'unlink',
  'rm',
  'mkdtemp',
];
const NO_ROOM = ['ENOSPC', 'EDQUOT', 'EROFS'];

/** The same failure with the operating system's reason in words; null where no file system stands behind the error. */
export function systemFailure(error: unknown): OperationalFailure | null {
  const behind = error instanceof OperationalFailure ? error.cause : error;
  if (!isSystemError(behind)) return null;
  const reason = systemReason(behind);
  if (error instanceof OperationalFailure) {
    if (error.code !== 'file-unreadable' && error.code !== 'file-unwritable') return null;
    const { path: file } = error.data as { path: string };
    return new OperationalFailure(error.code, { path: file, reason }, { cause: behind });
  }
  const writing = WRITING.includes(behind.syscall) || NO_ROOM.includes(behind.code);
  return new OperationalFailure(
    writing ? 'file-unwritable' : 'file-unreadable',
    { path: behind.path, reason },
    { cause: behind },
  );
}

/** What the operating system says, without code and call: `no such file or directory`. */
export function systemReason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (/^(EEXIST|ENOTDIR):/.test(message)) return 'a file stands where a folder is needed';
  return /^[A-Z0-9]+: (.+?), [a-z]+( '|$)/s.exec(message)?.[1] ?? message;
}

function isSystemError(error: unknown): error is SystemError {
  if (!(error instanceof Error)) return false;
  const { code, syscall, path: file } = error as Partial<SystemError>;
  return typeof code === 'string' && typeof syscall === 'string' && typeof file === 'string';
}
