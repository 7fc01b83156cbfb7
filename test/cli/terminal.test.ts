import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { openTerminal, type Terminal } from '../../src/cli/terminal.js';

function sitting(): { terminal: Terminal; input: PassThrough; signals: EventEmitter; said: () => string } {
  const [input, output, signals] = [new PassThrough(), new PassThrough(), new EventEmitter()];
  let text = '';
  output.on('data', (part: Buffer) => {
    text += part.toString('utf8');
  });
  return { terminal: openTerminal({ input, output, signals }), input, signals, said: () => text };
}

test('an answer is trimmed and in lower case', async () => {
  const { terminal, input, said } = sitting();
  const answer = terminal.ask('go on? ');
  input.write(' Yes \n');
  expect(await answer).toBe('yes');
  expect(said()).toContain('go on? ');
});

test.each([
  ['Ctrl-C', '\u0003'],
  ['Ctrl-D', '\u0004'],
])('%s at the question breaks it off', async (_, key) => {
  const { terminal, input } = sitting();
  const answer = terminal.ask('go on? ');
  input.write(key);
  expect(await answer).toBeNull();
});

test('Ctrl-C calls back until that is taken back', () => {
  const { terminal, signals } = sitting();
  let pressed = 0;
  const stop = terminal.onInterrupt(() => {
    pressed += 1;
  });
  signals.emit('SIGINT');
  stop();
  signals.emit('SIGINT');
  expect(pressed).toBe(1);
});
