import { appendFile, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { DigestOutcome } from '../security/cloudtrail/trail-verdict.js';
import { readIfThere } from '../store/local-files.js';

/** What earlier runs verified, a line of JSON per digest in a file: an interrupted run goes on where it was. */
export class TrailState {
  readonly #file: string;
  readonly #known: ReadonlyMap<string, DigestOutcome>;

  private constructor(file: string, known: ReadonlyMap<string, DigestOutcome>) {
    this.#file = file;
    this.#known = known;
  }

  static async open(file: string): Promise<TrailState> {
    const known = new Map<string, DigestOutcome>();
    for (const line of ((await readIfThere(file)) ?? '').split('\n')) {
      const outcome = parsed(line);
      if (outcome !== null) known.set(nameOf(outcome), outcome);
    }
    await mkdir(path.dirname(file), { recursive: true });
    return new TrailState(file, known);
  }

  /** Logs that were not valid are looked at again: they may have been restored. */
  known(bucket: string, key: string, sha256: string): DigestOutcome | undefined {
    const outcome = this.#known.get(nameOf({ bucket, key, sha256 }));
    return outcome?.faults.length === 0 ? outcome : undefined;
  }

  /** Forgets everything: a run that is complete vouches for no later one, in which a log may be gone. */
  async finish(): Promise<void> {
    await rm(this.#file, { force: true });
  }

  async add(outcome: DigestOutcome): Promise<void> {
    await appendFile(this.#file, `${JSON.stringify(outcome)}\n`);
  }
}

function nameOf({ bucket, key, sha256 }: Pick<DigestOutcome, 'bucket' | 'key' | 'sha256'>): string {
  return `${sha256} ${bucket}/${key}`;
}

/** The last line may be cut where a run was interrupted. */
function parsed(line: string): DigestOutcome | null {
  try {
    return line === '' ? null : (JSON.parse(line) as DigestOutcome);
  } catch {
    return null;
  }
}
