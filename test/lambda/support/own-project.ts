import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Patterns that read order events: few, so that a day is short. */
const PATTERNS = ['excessive-cancels', 'layering', 'wash-trade'];

/** What tapewarden.yaml says of what `ownProject` writes. */
export const OWN_PROJECT = 'feeds: own-feeds\npatterns: own-patterns\n';

/** Writes feeds, by name the text of feed.yaml, and three patterns beside tapewarden.yaml. */
export async function ownProject(folder: string, feeds: Readonly<Record<string, string>>): Promise<void> {
  await symlink(path.resolve('schemas'), path.join(folder, 'schemas'));
  for (const [feed, yaml] of Object.entries(feeds)) {
    const own = path.join(folder, 'own-feeds', feed);
    await mkdir(own, { recursive: true });
    await writeFile(path.join(own, 'feed.yaml'), yaml);
  }
  for (const id of PATTERNS) {
    await cp(path.join('patterns', id), path.join(folder, 'own-patterns', id), { recursive: true });
  }
}

/** feed.yaml of acme-orders with files that are numbered within a day, and lines replaced that begin with a key. */
export async function acmeYaml(change: Readonly<Record<string, string>> = {}): Promise<string> {
  const changed = { file: '"acme-orders-{trade_date}-{sequence}.psv.gz"', ...change };
  let yaml = await readFile('feeds/acme-orders/feed.yaml', 'utf8');
  for (const [key, value] of Object.entries(changed)) {
    const line = new RegExp(`^${key}: .*$`, 'm');
    if (!line.test(yaml)) throw new Error(`feed.yaml of acme-orders has no ${key}`);
    yaml = yaml.replace(line, `${key}: ${value}`);
  }
  return yaml;
}
