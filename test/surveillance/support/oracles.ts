/** A random small market: entries with an optional cancel each, and fills, at whole nanoseconds. */
export type OracleOrder = {
  readonly id: string;
  readonly account: string;
  readonly side: 'buy' | 'sell';
  readonly price: number;
  readonly at: number;
  readonly cancelled: number | null;
};
export type OracleFill = {
  readonly id: string;
  readonly account: string;
  readonly side: 'buy' | 'sell';
  readonly price: number;
  readonly qty: number;
  readonly at: number;
};
export type OracleAlert = { subject: string; evidence: string[]; measures: Record<string, string> };

type LayeringSettings = {
  lead: number;
  cancel: number;
  orders: number;
  levels: number;
  share: number;
  episodes: number;
};

/** Layering by the words of its README: every fill against every order, episodes merged pair by pair. */
export function layeringOracle(
  orders: readonly OracleOrder[],
  fills: readonly OracleFill[],
  settings: LayeringSettings,
): OracleAlert[] {
  const keys = new Set(orders.map((order) => `${order.account}|${order.side}`));
  return [...keys].sort().flatMap((key) => {
    const [account = '', side = ''] = key.split('|');
    const layers = orders.filter((order) => order.account === account && order.side === side);
    const hits = fills
      .filter((fill) => fill.account === account && fill.side !== side)
      .map((fill) => hitOf(fill, layers, settings))
      .filter((hit) => isHit(hit, settings))
      .sort((l, r) => l.fill.at - r.fill.at || (l.fill.id < r.fill.id ? -1 : 1));
    const firsts = hits.filter(
      (hit, index) => !hits.slice(0, index).some((earlier) => shareLayer(earlier, hit)),
    );
    if (firsts.length < settings.episodes) return [];
    const sum = (count: (hit: Hit) => number): string =>
      String(firsts.reduce((total, hit) => total + count(hit), 0));
    const evidence = hits.flatMap((hit) => [
      `opposite_fill ${hit.fill.id}`,
      ...hit.layer.map(({ id }) => `layer_order ${id}`),
      ...hit.pulled.map(({ id }) => `layer_cancel c${id}`),
    ]);
    const measures = {
      episodes: String(firsts.length),
      least_orders: String(Math.min(...hits.map((hit) => hit.layer.length))),
      least_levels: String(Math.min(...hits.map((hit) => levelsOf(hit)))),
      layer_orders: sum((hit) => hit.layer.length),
      cancelled_orders: sum((hit) => hit.pulled.length),
      opposite_fills: String(hits.length),
    };
    return [{ subject: key, evidence: [...new Set(evidence)].sort(), measures }];
  });
}

type Hit = { fill: OracleFill; layer: OracleOrder[]; pulled: OracleOrder[] };

function hitOf(fill: OracleFill, layers: readonly OracleOrder[], settings: LayeringSettings): Hit {
  const layer = layers.filter(({ at }) => at <= fill.at && at >= fill.at - settings.lead);
  const pulled = layer.filter(
    ({ cancelled }) => cancelled !== null && cancelled >= fill.at && cancelled <= fill.at + settings.cancel,
  );
  return { fill, layer, pulled };
}

function isHit(hit: Hit, settings: LayeringSettings): boolean {
  return (
    hit.layer.length >= settings.orders &&
    levelsOf(hit) >= settings.levels &&
    hit.pulled.length >= settings.share * hit.layer.length
  );
}

function levelsOf(hit: Hit): number {
  return new Set(hit.layer.map(({ price }) => price)).size;
}

function shareLayer(left: Hit, right: Hit): boolean {
  return left.layer.some(({ id }) => right.layer.some((other) => other.id === id));
}

/** Wash trades by the words of its README: every fill against every other; all accounts belong to one owner. */
export function washOracle(
  fills: readonly OracleFill[],
  settings: { window: number; quantity: number },
): OracleAlert[] {
  const large = fills.filter(({ qty }) => qty >= settings.quantity);
  const gapOf = (fill: OracleFill): number =>
    Math.min(
      ...large
        .filter((other) => other.side !== fill.side && other.price === fill.price)
        .map((other) => Math.abs(other.at - fill.at)),
    );
  const washes = large.filter((fill) => gapOf(fill) <= settings.window);
  if (washes.length === 0) return [];
  const quantity = (side: string): number =>
    washes.filter((fill) => fill.side === side).reduce((total, { qty }) => total + qty, 0);
  const measures = {
    buy_fills: String(washes.filter(({ side }) => side === 'buy').length),
    sell_fills: String(washes.filter(({ side }) => side === 'sell').length),
    matched_quantity: String(Math.min(quantity('buy'), quantity('sell'))),
    least_quantity: String(Math.min(...washes.map(({ qty }) => qty))),
    longest_gap_ns: String(Math.max(...washes.map(gapOf))),
    accounts: String(new Set(washes.map(({ account }) => account)).size),
  };
  return [{ subject: 'OWNER', evidence: washes.map(({ id, side }) => `${side} ${id}`).sort(), measures }];
}
