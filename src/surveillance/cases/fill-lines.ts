/** Fills of one account in one symbol, a second apart, as lines of a case's order_events.jsonl. */
export function fillLines(quantities: readonly string[]): string {
  return quantities
    .map((qty, index) => {
      const row = {
        at: `10:00:0${index}`,
        event_id: `f${index + 1}`,
        event_type: 'fill',
        symbol: 'XYZ',
        imid: 'ALFA',
        order_id: 'o1',
        account_id: 'A1',
        side: 'buy',
        price: '10.00',
        qty,
      };
      return `${JSON.stringify(row)}\n`;
    })
    .join('');
}
