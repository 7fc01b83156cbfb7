import type { Order as LabelledOrder } from '../domain/generated/labels.js';
import type { Instrument } from './instruments.js';
import type { Account } from './market-accounts.js';
import type { Order } from './order-event.js';

export const abuseKinds = [
  'layering',
  'wash-trade',
  'marking-the-close',
  'front-running',
  'excessive-cancels',
] as const;
export type AbuseKind = (typeof abuseKinds)[number];

/** The part that an order plays in a case. */
export type OrderRole = LabelledOrder['role'];

/** A piece of abuse that was put into the market, or an innocent twin that looks like `kind`. */
export type LabelledCase = {
  readonly kind: AbuseKind;
  readonly abusive: boolean;
  /** One sentence for people. */
  readonly story: string;
  readonly instrument: Instrument;
  /** Who did it; in front-running the proprietary account before the customer. */
  readonly accounts: readonly Account[];
  readonly orders: { readonly order: Order; readonly role: OrderRole }[];
  /** Set when everything that makes the case has happened; cases that never got there are not labelled. */
  came_about: boolean;
};
