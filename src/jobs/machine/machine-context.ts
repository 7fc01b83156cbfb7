import type { CanonicalizeContext } from '../../canonicalize/canonicalize-context.js';
import type { Feed } from '../../canonicalize/feed.js';
import type { ObjectStore } from '../../store/object-store.js';
import type { S3Location } from '../../store/s3-location.js';
import type { ConfiguredPattern } from '../plan-jobs.js';

/** What is seen of the place where brokers put their files: those of a trade date lie below `<trade date>/`. */
export type IncomingFiles = Pick<ObjectStore, 'list' | 'localFile'>;

/** What the steps of a scheduled day work with. */
export type MachineContext = CanonicalizeContext & {
  feeds: readonly Feed[];
  patterns: readonly ConfiguredPattern[];
  version: string;
  /** Hash of the program's files; a run does not say it where it is not given. */
  code_sha256?: string;
  incoming: IncomingFiles;
  /** Lists, settlements and outcomes of executions; no part of the lake, and of no use after the execution. */
  state: ObjectStore;
  state_at: S3Location;
};

/** Which execution of which trade date a step is of: the same names every time that it is tried. */
export type StepOf = { execution: string; trade_date: string };
