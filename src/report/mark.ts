import type { Span, State } from './page.js';

/** The sign of each state, which stands before its words so that nothing is told by colour alone. */
export const stateSigns: Readonly<Record<State, string>> = {
  complete: '✓',
  findings: '!',
  incomplete: '?',
  failed: '✕',
  plain: '–',
};

/** A short judgement: the sign of its state and the words. */
export function mark(state: State, words: string): Span {
  return { mark: `${stateSigns[state]} ${words}`, state };
}
