import type { FakeAccount } from '../../fakes/account/fake-account.js';

/** What makes one control fail, and no other: what is changed, and what is then seen. */
export type Spoiler = {
  readonly resource: string;
  readonly spoil: (account: FakeAccount) => void;
  /** Part of the evidence. */
  readonly seen: string;
  /** What is refused so that nothing is known, and the permission that is then asked for. */
  readonly deny: (account: FakeAccount) => void;
  readonly permission: string;
};
