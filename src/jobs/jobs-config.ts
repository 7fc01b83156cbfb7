import type { Config } from '../domain/generated/config.js';

/** What tapewarden.yaml says of jobs. */
export type JobsConfig = NonNullable<Config['jobs']>;
