import type { Instrument } from './instruments.js';
import type { Account } from './market-accounts.js';
import type { NbboQuote, Order, TapeTrade } from './order-event.js';

/** How plain a case of abuse is to see: far over the thresholds, well over, or just at them. */
export const intensities = ['blatant', 'plain', 'slight'] as const;
export type Intensity = (typeof intensities)[number];

/** A piece of abuse that was put into the market, or an innocent twin that looks like it. */
export type LabelledCase = {
  /** Pattern id of the abuse, or of the abuse that the twin looks like. */
  readonly kind: string;
  readonly abusive: boolean;
  readonly intensity: Intensity;
  /** One sentence for people. */
  readonly story: string;
  readonly instrument: Instrument;
  /** Who did it, the subject of an alert first; none where the case is made of prints or quotes. */
  readonly accounts: readonly Account[];
  /** Roles are words of the scenario. */
  readonly orders: { readonly order: Order; readonly role: string }[];
  readonly trades: { readonly trade: TapeTrade; readonly role: string }[];
  readonly quotes: { readonly quote: NbboQuote; readonly role: string }[];
  /** The broker whose records make the case, where neither orders nor prints nor quotes do. */
  broker?: string;
  /** From the first to the last moment on the day, where no order, print or quote of the day tells it. */
  span?: { readonly first_ns: number; readonly last_ns: number };
  /** Orders of the sessions before, where the case began in them. */
  readonly earlier: readonly EarlierOrder[];
  /** Set when everything that makes the case has happened; cases that never got there are not labelled. */
  came_about: boolean;
};

/** An order of a session before the day; 1 is the one before. */
export type EarlierOrder = { readonly sessions_ago: number; readonly order: Order; readonly role: string };
