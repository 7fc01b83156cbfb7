import type { Answer } from './answer.js';
import type { Judged } from './posture-control.js';

/** What an answer about a setting says of a control: where it is set `judge` says it, unset fails, unreadable is unknown. */
export function judgeAnswer<Value>(
  named: string | { readonly setting: string; readonly absent: string },
  answer: Answer<Value>,
  judge: (value: Value) => Judged,
): Judged {
  const { setting, absent } =
    typeof named === 'string' ? { setting: named, absent: `${named} is not set` } : named;
  if (answer.kind === 'set') return judge(answer.value);
  if (answer.kind === 'unset') return { verdict: 'fail', evidence: [absent] };
  const { permission, reason } = answer;
  const evidence = [`${setting} cannot be read: ${reason}`];
  return { verdict: 'unknown', evidence, missing_permission: permission };
}
