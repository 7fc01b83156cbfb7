import type { DoctorCheck } from '../domain/generated/doctor-check.js';
import { systemFailure } from '../project/system-failure.js';

/** Looks at something; what is thrown is what is wrong with it. Its message ends with its code. */
export async function attempt(
  check: string,
  next: string,
  look: () => Promise<string>,
): Promise<DoctorCheck> {
  try {
    return { check, ok: true, code: null, found: await look(), next: null };
  } catch (error) {
    const failure = systemFailure(error) ?? error;
    const found = failure instanceof Error ? failure.message : String(failure);
    return { check, ok: false, code: /\[([a-z0-9-]+)\]$/.exec(found)?.[1] ?? 'check-failed', found, next };
  }
}
