/** A value as EC2 writes it: a list is its items, a member that is not there is left out. */
export type XmlValue =
  | string
  | number
  | boolean
  | undefined
  | readonly XmlValue[]
  | { readonly [name: string]: XmlValue };

/** A value inside its element. */
export function xmlOf(name: string, value: XmlValue): string {
  if (value === undefined) return '';
  return `<${name}>${contentOf(value)}</${name}>`;
}

function contentOf(value: XmlValue): string {
  if (Array.isArray(value)) return value.map((item: XmlValue) => xmlOf('item', item)).join('');
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([name, member]) => xmlOf(name, member))
      .join('');
  return String(value).replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
