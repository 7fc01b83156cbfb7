const TOKEN =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([A-Za-z_][\w.:-]*)((?:\s+[\w.:-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|([^<]+)/g;
const ATTRIBUTE = /([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * What stands at a place of a document, which is the names of its elements from the root, such as `/report/order`; an
 * attribute is a text at `/report/order/@id`.
 */
export type XmlEvent = { kind: 'open' | 'text' | 'close'; path: string; text: string };

/** The elements and texts of a document in order; good enough to look at a sample, no validation. */
export function* xmlEvents(text: string): Generator<XmlEvent> {
  const stack: string[] = [];
  for (const [, cdata, close, name, attributes = '', empty, run] of text.matchAll(TOKEN)) {
    const path = stack.at(-1) ?? '';
    if (name === undefined) {
      yield { kind: 'text', path, text: (cdata ?? unescaped(run ?? '')).trim() };
    } else if (close === '/') {
      stack.pop();
      yield { kind: 'close', path, text: '' };
    } else {
      const own = `${path}/${name}`;
      yield* opened(own, attributes, empty === '/');
      if (empty !== '/') stack.push(own);
    }
  }
}

function opened(path: string, attributes: string, empty: boolean): XmlEvent[] {
  const texts = [...attributes.matchAll(ATTRIBUTE)].flatMap(([, name = '', double, single]): XmlEvent[] =>
    name.startsWith('xmlns')
      ? []
      : [{ kind: 'text', path: `${path}/@${name}`, text: unescaped(double ?? single ?? '') }],
  );
  const closed: XmlEvent[] = empty ? [{ kind: 'close', path, text: '' }] : [];
  return [{ kind: 'open', path, text: '' }, ...texts, ...closed];
}

function unescaped(text: string): string {
  return text.replace(/&(#x[0-9a-f]+|#[0-9]+|[a-z]+);/gi, (whole, entity: string) => {
    if (!entity.startsWith('#')) return ENTITIES[entity] ?? whole;
    const point = entity[1] === 'x' ? Number.parseInt(entity.slice(2), 16) : Number(entity.slice(1));
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}
