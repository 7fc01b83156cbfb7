import type { FeedSpec } from '../../domain/generated/feed-spec.js';

/** A control value of a document: in which part it is declared, its name and the path of what holds it. */
export type ControlPath = { where: 'header' | 'trailer'; name: 'trade_date' | 'count' | 'sum'; path: string };

/** The control values that a feed declares by their paths. */
export function controlPaths(spec: FeedSpec): ControlPath[] {
  return (['header', 'trailer'] as const).flatMap((where) =>
    (['trade_date', 'count', 'sum'] as const).flatMap((name) => {
      const path = spec[where]?.paths?.[name];
      return path === undefined ? [] : [{ where, name, path }];
    }),
  );
}

/** A control value as a control line gives it: a date without hyphens. */
export function controlText(name: ControlPath['name'], text: string): string {
  const trimmed = text.trim();
  return name === 'trade_date' ? trimmed.replace(/^(\d{4})-(\d{2})-(\d{2})$/, '$1$2$3') : trimmed;
}
