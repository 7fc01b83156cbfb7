import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Asked } from './requests.js';

/** A request, and what must become of it. */
export type Row = { what: string; asked: Asked; then: string };

type Context = NonNullable<Asked['context']>;
type File = {
  contexts: Record<string, Context>;
  requests: {
    what: string;
    ask: Omit<Asked, 'context'> & { with?: string[] };
    context?: Context;
    then: string;
  }[];
};

/** Every request of truth-table.yaml, its named contexts put together; throws on a name that is not there. */
export function readTruthTable(): Row[] {
  const { contexts, requests } = parse(
    readFileSync(new URL('truth-table.yaml', import.meta.url), 'utf8'),
  ) as File;
  return requests.map(({ what, ask: { with: named = [], ...ask }, context, then }) => {
    const shared = named.map((name) => {
      const found = contexts[name];
      if (found === undefined) throw new Error(`truth-table.yaml: ${what}: no context ${name}`);
      return found;
    });
    return { what, asked: { ...ask, context: Object.assign({}, ...shared, context) as Context }, then };
  });
}
