import type { Answer } from './answer.js';
import type { Judged } from './posture-control.js';

/** What an answer about a setting says of a control: where it is set `judge` says it, unset fails, unreadable is unknown. */
export function judgeAnswer<Value>(
  setting: string,
  answer: Answer<Value>,
  judge: (value: Value) => Judged,
): Judged {
  if (answer.kind === 'set') return judge(answer.value);
  if (answer.kind === 'unset') return { verdict: 'fail', evidence: [`${setting} is not set`] };
  const { permission, reason } = answer;
  const evidence = [`${setting} cannot be read: ${reason}`];
  return { verdict: 'unknown', evidence, missing_permission: permission };
}
