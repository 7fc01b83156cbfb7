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

/** Instructions of a compiled pattern that DuckDB's RE2 takes; a class by Unicode property is hundreds of bytes' worth each. */
const MOST_INSTRUCTIONS = { plain: 4000, unicode: 300 };

/** Why a pattern cannot run on both re2js and DuckDB's RE2 with one meaning; null for one that can. */
export function expressionFault(pattern: string): string | null {
  const bare = pattern.replace(/\\[^pP]/g, '').replace(/\[[^\]]*\]/g, '');
  if (bare.includes('(?<')) return 'a group is named (?P<name>…)';
  if (/\\[pP](?:C|\{\^?(?:C|LC))/.test(pattern)) return 'the classes C and LC differ between RE2 versions';
  try {
    const size = RE2JS.compile(pattern).programSize();
    const most = /\\[pP]/.test(pattern) ? MOST_INSTRUCTIONS.unicode : MOST_INSTRUCTIONS.plain;
    return size > most ? `it repeats too much: ${size} steps, expected at most ${most}` : null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
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
