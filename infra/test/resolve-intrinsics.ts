/** What stands for what a template leaves open: values of references, attributes and imports, by `Logical.Attribute` or name. */
export type OpenValues = (name: string) => string;

/** A piece of a template with its intrinsic functions (Ref, Fn::GetAtt, Fn::ImportValue, Fn::Join, Fn::Sub) replaced; throws on others. */
export function resolveIntrinsics(piece: unknown, open: OpenValues): unknown {
  if (Array.isArray(piece)) return piece.map((item) => resolveIntrinsics(item, open));
  if (typeof piece !== 'object' || piece === null) return piece;
  const [[name, given] = ['', null], ...others] = Object.entries(piece);
  if (others.length === 0 && (name === 'Ref' || name.startsWith('Fn::'))) return resolved(name, given, open);
  return Object.fromEntries(
    Object.entries(piece).map(([key, value]) => [key, resolveIntrinsics(value, open)]),
  );
}

function resolved(name: string, given: unknown, open: OpenValues): string {
  if (name === 'Ref' || name === 'Fn::ImportValue') return open(String(given));
  if (name === 'Fn::GetAtt') return open((given as string[]).join('.'));
  if (name === 'Fn::Join') {
    const [between, parts] = given as [string, unknown[]];
    return parts.map((part) => String(resolveIntrinsics(part, open))).join(between);
  }
  throw new Error(`${name}: an intrinsic function that is not known here`);
}
