import { RE2JS } from 're2js';

/**
 * A regular expression with RE2's syntax and linear time, as DuckDB's are; stands in for RegExp in Ajv.
 *
 * Throws where the pattern is no RE2 pattern (look-around, back-references).
 */
export function re2Expression(pattern: string): {
  test(text: string): boolean;
  source: string;
  toString(): string;
} {
  const compiled = RE2JS.compile(pattern);
  return {
    source: pattern,
    test: (text) => compiled.matcher(text).find(),
    // Ajv keeps one expression per text form: without it all patterns of a schema would be its first.
    toString: () => `/${pattern}/`,
  };
}

/** A pattern that is matched over whole texts. */
export type CompiledPattern = { matchGroups(text: string): ReadonlyMap<string, string> | null };

/** A pattern whose `matchGroups` gives the named groups of a match over the whole text; null where it does not match. */
export function compilePattern(pattern: string): CompiledPattern {
  const compiled = RE2JS.compile(pattern);
  const names = groupNames(pattern);
  return {
    matchGroups: (text) => {
      const matcher = compiled.matcher(text);
      if (!matcher.matches()) return null;
      return new Map(
        names.flatMap((name) => {
          const value = matcher.group(name);
          return value === null ? [] : [[name, value] as const];
        }),
      );
    },
  };
}

/** Names of the groups of a pattern, in order. */
export function groupNames(pattern: string): string[] {
  return [...pattern.matchAll(/\(\?P?<([A-Za-z_][A-Za-z0-9_]*)>/g)].map((match) => match[1] as string);
}

/** The named groups of a pattern's match over the whole text; null where it does not match. */
export function matchGroups(pattern: string, text: string): ReadonlyMap<string, string> | null {
  return compilePattern(pattern).matchGroups(text);
}
