/** One keyword of a schema and where it stands, as a JSON pointer. */
export type PlacedKeyword = { readonly pointer: string; readonly keyword: string };

/** What one keyword, or several that are checked at once, ask of a record. */
export type SchemaPart = {
  readonly keywords: readonly PlacedKeyword[];
  /** The one field that is asked about; null for rules over the whole record. */
  readonly field: string | null;
  /** True or false where the field has a value; null where the keyword does not compile. */
  readonly sql: string | null;
  /** Whether a field without value makes `sql` null or false. */
  readonly rejects_null: boolean;
  /** Fields that have a value wherever this part holds. */
  readonly present?: readonly string[];
  /** Parts of the schemas inside, whose SQL this one's is made of. */
  readonly parts: readonly SchemaPart[];
};

/** Every keyword, outer before inner, with whether SQL checks it: only where everything around it compiles too. */
export function placedKeywords(parts: readonly SchemaPart[]): (PlacedKeyword & { compiled: boolean })[] {
  const walk = (part: SchemaPart, inside: boolean): (PlacedKeyword & { compiled: boolean })[] => {
    const compiled = inside && part.sql !== null;
    return [
      ...part.keywords.map((keyword) => ({ ...keyword, compiled })),
      ...part.parts.flatMap((inner) => walk(inner, compiled)),
    ];
  };
  return parts.flatMap((part) => walk(part, true));
}

/** The keywords because of which something does not compile: the innermost ones. */
export function uncompiledKeywords(parts: readonly SchemaPart[]): PlacedKeyword[] {
  return parts.flatMap((part) => {
    if (part.sql !== null) return [];
    const inner = uncompiledKeywords(part.parts);
    return inner.length > 0 ? inner : part.keywords;
  });
}
