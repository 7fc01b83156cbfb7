import type { AuditedPosture, ControlLine } from '../../domain/generated/report.js';
import { counted } from '../counted.js';
import { mark } from '../mark.js';
import type { Row, Section, Span } from '../page.js';
import { cutText } from '../visible-text.js';
import { quotedRecord } from './quoted-record.js';

/** Whether the account is as it should be: controls that do not hold first. */
export function postureSection(posture: AuditedPosture | null): Section {
  const title = 'Posture';
  if (posture === null) {
    const text = 'Not checked: no posture of the account is recorded.';
    return { title, blocks: [{ kind: 'paragraph', text }] };
  }
  return {
    title,
    blocks: [
      { kind: 'definitions', items: [...quotedRecord(posture.record), ['Checked', posture.checked_at]] },
      {
        kind: 'table',
        caption: `${counted(posture.controls.length, 'control')} of ${counted(posture.resources, 'resource')}: those that do not hold first`,
        columns: [
          { title: 'Control', as: 'row' },
          { title: 'Holds' },
          { title: 'Resource' },
          { title: 'Seen, and what to do' },
        ],
        rows: posture.controls.map(controlRow),
      },
    ],
  };
}

const marks: Readonly<Record<ControlLine['verdict'], Span>> = {
  pass: mark('complete', 'Yes'),
  fail: mark('failed', 'No'),
  unknown: mark('incomplete', 'Unknown'),
};

function controlRow(control: ControlLine): Row {
  const { id, title, verdict, resource, evidence, fix, nist_800_53, sec_17a_4, missing_permission } = control;
  const rules = [
    ...nist_800_53.map((one) => `NIST ${one}`),
    ...(sec_17a_4 === null ? [] : [`SEC 17a-4 ${sec_17a_4}`]),
  ];
  const todo = verdict === 'pass' ? [] : [fix];
  const permission = missing_permission === null ? [] : [`needs ${missing_permission}`];
  return [
    { lines: [title, { small: [id, ...rules].join('; ') }] },
    marks[verdict],
    { code: cutText(resource, 200) },
    {
      lines: [
        ...evidence.map((one) => ({ small: cutText(one, 300) })),
        ...[...todo, ...permission].map((one) => cutText(one, 400)),
      ],
    },
  ];
}
