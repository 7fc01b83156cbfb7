/** One link of a chain and whether it holds. `missing`: what it needs is not in the document. */
export type ChainStep = {
  link: 'alert' | 'row' | 'line' | 'object' | 'write' | 'log' | 'digest';
  /** What it is about: an alert, an event, a key. */
  of: string;
  state: 'confirmed' | 'broken' | 'missing';
  /** What was compared, or what is wrong, in one sentence. */
  says: string;
};

/** A step that holds unless there are faults. */
export function step(
  link: ChainStep['link'],
  of: string,
  outcome: { holds: string; faults: readonly string[] },
): ChainStep {
  const { holds, faults } = outcome;
  return faults.length === 0
    ? { link, of, state: 'confirmed', says: holds }
    : { link, of, state: 'broken', says: faults.join('; ') };
}

/** A step that cannot be taken. */
export function missingStep(link: ChainStep['link'], of: string, says: string): ChainStep {
  return { link, of, state: 'missing', says };
}
