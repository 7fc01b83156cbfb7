/** How far a sample supports a guess, and what in it showed that. */
export type Guess = { readonly sure: 'sure' | 'likely' | 'unsure'; readonly because: string };

export function sure(because: string): Guess {
  return { sure: 'sure', because };
}

export function likely(because: string): Guess {
  return { sure: 'likely', because };
}

export function unsure(because: string): Guess {
  return { sure: 'unsure', because };
}

/** `likely: all 13 records have 12 fields`. */
export function guessText({ sure: degree, because }: Guess): string {
  return `${degree}: ${because}`;
}
