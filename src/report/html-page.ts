import { type Html, html, htmlSource } from './html.js';
import { reportStyle } from './report-style.js';

/** A whole HTML document around a body: English, styled in place, forbidden to load or run anything. */
export function htmlPage(title: string, body: Html): string {
  return htmlSource(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
${reportStyle}
</head>
<body>
${body}</body>
</html>
`);
}
