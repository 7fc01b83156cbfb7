import type { DoctorCheck } from '../domain/generated/doctor-check.js';
import { packageVersion } from '../project/project.js';

/** Whether a version of Node is one that this program runs on. */
export async function checkVersion(node: string): Promise<DoctorCheck> {
  const [major = 0, minor = 0] = node.split('.').map(Number);
  const ok = major > 20 || (major === 20 && minor >= 19);
  const running = `tapewarden ${await packageVersion()} on Node ${node}`;
  const found = ok ? running : `${running}, expected 20.19 or newer [node-too-old]`;
  return {
    ...{ check: 'version', ok, code: ok ? null : 'node-too-old', found },
    next: ok ? null : 'install Node 20.19 or newer',
  };
}
