/** Colours of charts. `ink` and `soft` write; `line` only rules the ground and carries no meaning. */
export const palette = {
  paper: '#ffffff',
  ink: '#1b1f24',
  soft: '#57606a',
  line: '#d8dee4',
  wash: '#f6f8fa',
} as const;

/**
 * Colours of a chart's series, in order: each at least 3 : 1 against paper. Series also differ by label, note or shape, so that grey
 * paper tells them apart.
 */
export const seriesColours = ['#173a5e', '#b3541e', '#6f8fae', '#6b3a75', '#2f7d6b'] as const;

/** Colours of the two sides of a market, and their lighter ones for what is of others. */
export const sideColours = {
  buy: '#1a5fa0',
  sell: '#a5480f',
  buyLight: '#6b97c2',
  sellLight: '#c4845e',
} as const;
