import { invariant } from '../domain/invariant.js';

export const brokers = ['ACME', 'BOLT', 'CEDR', 'DELT'] as const;
export type Imid = (typeof brokers)[number];

/** IND individual, INS institution, PRP proprietary, MM market maker, EMP employee. */
export type AccountKind = 'IND' | 'INS' | 'PRP' | 'MM' | 'EMP';

/** An account: carried by one broker, held by one beneficial owner. */
export type Account = {
  readonly index: number;
  readonly account_id: string;
  readonly owner_id: string;
  /** Number of the owner; accounts of one owner share it. */
  readonly owner: number;
  readonly kind: AccountKind;
  readonly imid: Imid;
  readonly trader_id: string;
};

/** The accounts of one run, in the order in which they were opened. */
export type AccountRegister = {
  readonly accounts: readonly Account[];
  /** A number for an owner who has no account yet. */
  newOwner(): number;
  /** Opens an account; without `owner` for an owner of its own. */
  open(wish: { kind: AccountKind; imid: Imid; owner?: number }): Account;
};

/** An empty register: accounts are AC-1001, AC-1002, …, owners OW-0001, OW-0002, …. */
export function createAccountRegister(): AccountRegister {
  const accounts: Account[] = [];
  let owners = 0;
  const newOwner = () => {
    owners += 1;
    return owners;
  };
  return {
    accounts,
    newOwner,
    open({ kind, imid, owner = newOwner() }) {
      const index = accounts.length;
      const account: Account = {
        index,
        account_id: `AC-${1001 + index}`,
        owner_id: `OW-${String(owner).padStart(4, '0')}`,
        owner,
        kind,
        imid,
        trader_id: `${imid.slice(0, 1)}T${String(index % 97).padStart(3, '0')}`,
      };
      accounts.push(account);
      return account;
    },
  };
}

/** The broker at a position, counted round. */
export function brokerAt(position: number): Imid {
  const imid = brokers[position % brokers.length];
  invariant(imid, `no broker at ${position}`);
  return imid;
}
