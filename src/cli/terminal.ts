import { createInterface } from 'node:readline/promises';

/** A person at a terminal. */
export type Terminal = {
  /** Calls back on Ctrl-C, in place of ending the process; the function takes that back. */
  onInterrupt(act: () => void): () => void;
  /** Asks a question and gives the answer, trimmed and in lower case; null where it is broken off by Ctrl-C or the end of input. */
  ask(question: string): Promise<string | null>;
};

/** Streams of a terminal, and whoever tells of Ctrl-C. */
export type TerminalStreams = {
  input: NodeJS.ReadableStream;
  output: NodeJS.WritableStream;
  signals: Pick<NodeJS.EventEmitter, 'on' | 'off'>;
};

/** The terminal of this process, or one over other streams. */
export function openTerminal(
  { input, output, signals }: TerminalStreams = {
    ...{ input: process.stdin, output: process.stderr, signals: process },
  },
): Terminal {
  return {
    onInterrupt: (act) => {
      signals.on('SIGINT', act);
      return () => void signals.off('SIGINT', act);
    },
    ask: async (question) => {
      // It puts the terminal into raw mode, in which Ctrl-C is a key and no signal.
      const lines = createInterface({ input, output, terminal: true });
      const broken = new Promise<null>((resolve) => {
        lines.once('SIGINT', () => resolve(null));
        lines.once('close', () => resolve(null));
      });
      try {
        const answer = await Promise.race([lines.question(question), broken]);
        return answer === null ? null : answer.trim().toLowerCase();
      } finally {
        lines.close();
      }
    },
  };
}
