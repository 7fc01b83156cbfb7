import { expect, test } from 'vitest';
import { fixRecordEnd } from '../../src/lake/fix-record-end.js';
import { framed } from '../canonicalize/support/fix-messages.js';

const message = framed(['35=D', '448=FIX', '55=ZVZZT']);
const other = framed(['35=8', '55=ZVZZT']);
const shown = (text: string): string => {
  const bytes = Buffer.from(text, 'latin1');
  return bytes.toString('latin1', 0, fixRecordEnd(bytes));
};

test.each([
  ['a message on its line', `${message}\n${other}\n`, message],
  ['a line that ends with CR LF', `${message}\r\n${other}`, message],
  ['a message with text around it', `IN ${message} ok\n${other}`, `IN ${message} ok`],
  ['a message that another follows', `IN ${message}OUT ${other}`, `IN ${message}`],
  ['the last message', message, message],
  ['a message over several lines', `${framed(['35=B', '58=a\nb'])}\n`, framed(['35=B', '58=a\nb'])],
  ['a message without CheckSum', `${message.slice(0, -7)}\n${other}`, message.slice(0, -7)],
  ['a message without CheckSum and line end', `${message.slice(0, -7)}${other}`, message.slice(0, -7)],
  ['a line without a message', `started\n${other}`, 'started'],
  ['nothing', '', ''],
])('%s', (_, text, record) => {
  expect(shown(text)).toBe(record);
});

test.each(['|', '^A', '<SOH>'])('fields may end with %s', (separator) => {
  const one = framed(['35=D', '55=ZVZZT'], { separator });
  expect(shown(`IN ${one}OUT ${one}`)).toBe(`IN ${one}`);
});
