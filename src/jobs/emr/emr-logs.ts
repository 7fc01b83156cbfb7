import { gunzipSync } from 'node:zlib';
import type { ObjectStore } from '../../store/object-store.js';
import type { JobLog } from '../runner.js';
import { LOGS } from './start-parameters.js';

/**
 * The logs of a job run that stand in the lake, driver before executors, newest try of the service last; none before they are
 * written, which may be minutes after the end.
 */
export async function readEmrLogs(
  store: ObjectStore,
  run: { application: string; job_run: string },
): Promise<JobLog[]> {
  const prefix = `${LOGS}applications/${run.application}/jobs/${run.job_run}/`;
  const objects = await store.list(prefix);
  const logs = objects.map(async ({ key }): Promise<JobLog[]> => {
    const bytes = await store.get(key);
    if (bytes === null) return [];
    const text = key.endsWith('.gz') ? gunzipSync(bytes) : Buffer.from(bytes);
    return [{ name: key.slice(prefix.length).replace(/\.gz$/, ''), text: text.toString('utf8') }];
  });
  const found = (await Promise.all(logs)).flat();
  const rank = ({ name }: JobLog): string => `${name.includes('SPARK_DRIVER') ? 0 : 1} ${name}`;
  return found.sort((left, right) => (rank(left) < rank(right) ? -1 : 1));
}
