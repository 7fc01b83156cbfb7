import type { Instrument } from './instruments.js';
import type { Account, Imid } from './market-accounts.js';

/** What is known of a day beside orders, trades and quotes. Times are nanoseconds since midnight in New York. */
export type Facts = {
  readonly news: {
    readonly instrument: Instrument;
    /** On the trade date. */
    readonly ts_ns: number;
    readonly headline: string;
    readonly category: 'earnings' | 'guidance' | 'merger' | 'analyst' | 'regulatory' | 'other';
  }[];
  readonly restricted_list: {
    readonly instrument: Instrument;
    readonly imid: Imid;
    readonly list_type: 'restricted' | 'watch';
    /** Whole seconds; earlier days are below 0. */
    readonly from_ns: number;
    /** Exclusive; open without. */
    readonly to_ns?: number;
  }[];
  readonly calendar: {
    readonly instrument: Instrument;
    readonly event_type: 'earnings' | 'dividend' | 'split' | 'index_rebalance' | 'expiry' | 'offering';
    /** Calendar days after the trade date; 0 is the day itself, below 0 is before it. */
    readonly days_ahead: number;
  }[];
  /** At the start of the day; below 0 is short. */
  readonly positions: { readonly account: Account; readonly instrument: Instrument; readonly qty: number }[];
  /** Sessions before the trade date that a scenario wants otherwise than the market makes them; 1 is the one before. */
  readonly daily_prices: (DailyPrices & { readonly sessions_ago: number })[];
};

/** One session of one symbol; prices in ten-thousandths of a dollar. */
export type DailyPrices = {
  readonly instrument: Instrument;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
};

export function noFacts(): Facts {
  return { news: [], restricted_list: [], calendar: [], positions: [], daily_prices: [] };
}
