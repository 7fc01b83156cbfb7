import type { Posture, PostureLine } from '../domain/generated/posture.js';

/**
 * Every resource with its counts and controls, what does not hold first, and under them each that does not hold: what was seen, what an
 * attacker gains, what to do.
 */
export function postureText({ resources, controls }: Posture): string {
  const listed = resources.map((resource) => {
    const own = controls.filter((control) => control.resource === resource);
    const sorted = VERDICTS.flatMap((verdict) => own.filter((control) => control.verdict === verdict));
    return `${resource}: ${countsOf(own)}\n${sorted.map(controlLine).join('')}`;
  });
  const broken = controls.filter(({ verdict }) => verdict !== 'pass').map(brokenText);
  return [...listed, ...broken].join('\n');
}

const VERDICTS = ['fail', 'unknown', 'pass'] as const;

/** `8 pass`, or `8 pass, 1 fail, 1 unknown` with what there is. */
function countsOf(controls: readonly PostureLine[]): string {
  const counts = (['pass', 'fail', 'unknown'] as const).map((verdict) => ({
    verdict,
    count: controls.filter((control) => control.verdict === verdict).length,
  }));
  return counts
    .filter(({ count }) => count > 0)
    .map(({ verdict, count }) => `${count} ${verdict}`)
    .join(', ');
}

function controlLine({ verdict, id }: PostureLine): string {
  return `  ${verdict.padEnd('unknown'.length)}  ${id}\n`;
}

const SHOWN = 3;

function brokenText({ id, resource, evidence, ...line }: PostureLine): string {
  const more = evidence.length > SHOWN ? [`and ${evidence.length - SHOWN} more; --json lists them`] : [];
  const seen = [...evidence.slice(0, SHOWN), ...more].map((one) => `  seen   ${one}`);
  const clause = line.sec_17a_4 === null ? '' : `; SEC 17a-4${line.sec_17a_4}`;
  const next = line.missing_permission === null ? line.fix : `allow ${line.missing_permission} to this role`;
  return [
    `${line.verdict} ${id} of ${resource}: ${line.title}`,
    `  rules  NIST 800-53 ${line.nist_800_53.join(', ')}${clause}`,
    ...seen,
    `  gain   ${line.attacker_gains}`,
    `  next   ${next}`,
    '',
  ].join('\n');
}

/** The counts in one line. */
export function postureSummary({ resources, pass, fail, unknown, lake }: Posture): string {
  return `${lake}: ${resources.length} resources, ${pass} controls pass, ${fail} fail, ${unknown} unknown\n`;
}
