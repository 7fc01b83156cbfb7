import { type Application, proposeCompletions } from '@stricli/core';
import type { CliContext } from './cli-context.js';

/** First argument by which the scripts of shells ask; it is no command. */
export const COMPLETE = '__complete';

/** Prints what may stand in place of the last of some words, one a line; nothing where the command line takes none. */
export async function completeWords(
  app: Application<CliContext>,
  words: readonly string[],
  context: CliContext,
): Promise<void> {
  const proposed = await proposeCompletions<CliContext>(app, words.length === 0 ? [''] : words, context);
  const texts = [...new Set(proposed.map(({ completion }) => completion))].sort();
  context.process.stdout.write(texts.map((text) => `${text}\n`).join(''));
}
