/** Keys in their order, as folders of folders: a list costs what it finds, however many others there are. */
export class KeyTree {
  readonly #root = new Folder();

  /** Adds a key that is not there yet. */
  add(key: string): void {
    const parts = key.split('/');
    const name = parts.pop() as string;
    let folder = this.#root;
    for (const part of parts) folder = folder.folder(`${part}/`);
    folder.add(name, null);
  }

  /** Keys that begin with a prefix and come after another one, in their order. */
  list(prefix: string, after: string): string[] {
    const parts = prefix.split('/');
    const rest = parts.pop() as string;
    let folder: Folder | null = this.#root;
    for (const part of parts) folder = folder?.find(`${part}/`) ?? null;
    const found: string[] = [];
    if (folder !== null)
      collect(folder, { at: prefix.slice(0, prefix.length - rest.length), rest, after }, found);
    return found;
  }
}

/** Names of one folder; those of folders end with `/`, so that they come where their keys do. */
class Folder {
  readonly #members = new Map<string, Folder | null>();
  #names: string[] = [];
  #sorted = true;

  add(name: string, member: Folder | null): void {
    this.#sorted &&= this.#names.length === 0 || (this.#names.at(-1) as string) < name;
    this.#members.set(name, member);
    this.#names.push(name);
  }

  find(name: string): Folder | null {
    return this.#members.get(name) ?? null;
  }

  folder(name: string): Folder {
    const there = this.find(name);
    if (there !== null) return there;
    const made = new Folder();
    this.add(name, made);
    return made;
  }

  names(): readonly string[] {
    if (!this.#sorted) this.#names.sort();
    this.#sorted = true;
    return this.#names;
  }
}

/** `at` is the key of the folder itself, with its `/`. */
function collect(
  folder: Folder,
  { at, rest, after }: { at: string; rest: string; after: string },
  found: string[],
): void {
  const names = folder.names();
  // Where `after` lies in this folder, what comes before it is stepped over.
  const behind = after.startsWith(at) ? after.slice(at.length) : '';
  const first = behind > rest ? `${behind.split('/')[0] as string}` : rest;
  for (let index = placeOf(names, first); index < names.length; index += 1) {
    const name = names[index] as string;
    if (!name.startsWith(rest)) break;
    const member = folder.find(name);
    const key = at + name;
    if (member !== null) collect(member, { at: key, rest: '', after }, found);
    else if (key > after) found.push(key);
  }
}

/** Place of the first name that is not before another one. */
function placeOf(names: readonly string[], name: string): number {
  let from = 0;
  let to = names.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((names[middle] as string) < name) from = middle + 1;
    else to = middle;
  }
  return from;
}
