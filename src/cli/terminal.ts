import { createInterface } from 'node:readline/promises';

/** A person at a terminal. */
export type Terminal = {
  /** Calls back on Ctrl-C, in place of ending the process; the function takes that back. */
  onInterrupt(act: () => void): () => void;
  /** Asks a question and gives the answer, trimmed and in lower case. */
  ask(question: string): Promise<string>;
};

/** The terminal of this process. */
export function openTerminal(): Terminal {
  return {
    onInterrupt: (act) => {
      process.on('SIGINT', act);
      return () => void process.off('SIGINT', act);
    },
    ask: async (question) => {
      const lines = createInterface({ input: process.stdin, output: process.stderr });
      try {
        return (await lines.question(question)).trim().toLowerCase();
      } finally {
        lines.close();
      }
    },
  };
}
