/** What an account should be like, in words that stay the same whatever is found. */
export type PostureControl = {
  /** Stable: examiners cite it. */
  readonly id: string;
  readonly title: string;
  /** Controls of NIST SP 800-53 revision 5. */
  readonly nist_800_53: readonly string[];
  /** Clause of SEC rule 17a-4 that it serves; null where it protects secrecy alone. */
  readonly sec_17a_4: string | null;
  /** What whoever attacks gains where it does not hold. */
  readonly attacker_gains: string;
  readonly fix: string;
};

/** What is found about one control. */
export type Judged =
  | { readonly verdict: 'pass'; readonly evidence: readonly string[] }
  | { readonly verdict: 'fail'; readonly evidence: readonly string[] }
  /** `missing_permission` is null where the caller may read it, but what it says cannot be judged. */
  | {
      readonly verdict: 'unknown';
      readonly evidence: readonly string[];
      readonly missing_permission: string | null;
    };

/** A control as it stands with one resource. */
export type ControlResult = PostureControl & { readonly resource: string } & Judged;

/** Passes with what was seen, or fails with what is wrong, whichever there is. */
export function judged(wrong: readonly string[], seen: readonly string[]): Judged {
  return wrong.length === 0 ? { verdict: 'pass', evidence: seen } : { verdict: 'fail', evidence: wrong };
}
