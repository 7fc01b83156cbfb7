/**
 * Every colour of a page, in HTML, charts and PDF. Text has a contrast of at least 4.5 : 1 with white and with `wash`, marks of
 * charts at least 3 : 1 with white; marks of one chart also differ in lightness, shape or label, so that grey paper tells them apart.
 */
export const palette = {
  paper: '#ffffff',
  wash: '#f6f8fa',
  ink: '#1b1f24',
  soft: '#57606a',
  line: '#d8dee4',
  complete: '#1a6334',
  findings: '#8a4b00',
  incomplete: '#5a3e9b',
  failed: '#a40e26',
  plain: '#57606a',
} as const;

/** Colours of series, in order; from dark to light. */
export const seriesColours = ['#173a5e', '#b3541e', '#6f8fae', '#6b3a75', '#2f7d6b'] as const;
