import { cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openLocalStore } from '../../../src/store/local-store.js';
import type { ObjectStore } from '../../../src/store/object-store.js';
import { listing, openTestLake, type TestLake } from '../../canonicalize/support/lake.js';
import { openFakeS3Lake } from '../../fakes/s3/open-fake-s3-lake.js';

/** A lake whose objects can be changed behind the store's back, and that can be copied, wherever it is. */
export type AnyLake = Pick<TestLake, 'folder' | 'store'> & {
  /** Whether the store names each write, so that the manifests of two runs differ in these names. */
  names_writes: boolean;
  /** The same lake as another process opens it. */
  reopen: () => Promise<ObjectStore>;
  alter: (key: string, text: string) => Promise<void>;
  copy: (name: string) => Promise<AnyLake>;
  /** What a process leaves behind that dies in the middle of putting an object. */
  leaveHalf: (key: string) => Promise<void>;
};

/** The kinds of stores on which what a lake promises is tested. */
export const lakeKinds: [kind: string, open: () => Promise<AnyLake>][] = [
  ['a local folder', async () => localLake(await openTestLake())],
  ['S3', openS3],
];

function localLake({ folder, root, store }: TestLake): AnyLake {
  return {
    folder,
    store,
    names_writes: false,
    reopen: () => Promise.resolve(openLocalStore(root)),
    alter: (key, text) => writeFile(path.join(root, key), text),
    leaveHalf: async (key) => {
      await mkdir(path.join(root, '.staging'), { recursive: true });
      await writeFile(path.join(root, '.staging', 'half'), key);
    },
    copy: async (name) => {
      const copied = path.join(folder, name);
      await mkdir(root, { recursive: true });
      await cp(root, copied, { recursive: true });
      return localLake({ folder, root: copied, store: openLocalStore(copied) });
    },
  };
}

async function openS3(): Promise<AnyLake> {
  const lake = await openFakeS3Lake({ fake: { page_size: 3 } });
  const inBucket = async (name: string): Promise<AnyLake> => {
    const reopen = (): Promise<ObjectStore> => lake.open({ location: { bucket: name, prefix: 'lake' } });
    const bucket = lake.fake.bucket(name);
    return {
      folder: lake.folder,
      store: await reopen(),
      names_writes: true,
      reopen,
      alter: async (key, text) => {
        bucket.put(`lake/${key}`, { body: Buffer.from(text), attributes: {} }, false);
      },
      leaveHalf: async (key) => {
        const { parts } = bucket.begin(`lake/${key}`, {});
        parts.set(1, { body: Buffer.from(key), etag: '', sha256: '' });
      },
      copy: async (copied) => {
        bucket.copyTo(lake.fake.bucket(copied));
        return inBucket(copied);
      },
    };
  };
  return inBucket('acme-surveillance');
}

/** Key and hash of every object; of a manifest its content but for the store's names of writes, where it has such. */
export async function content({ store, names_writes }: AnyLake): Promise<string[]> {
  const objects = await listing(store);
  if (!names_writes) return objects;
  const manifests = (await store.list('manifests/')).map(async ({ key }) => {
    const text = Buffer.from((await store.get(key)) ?? []).toString('utf8');
    return `${key} ${text.replace(/"(request_id|version_id|previous_sha256)": ("[^"]*"|null)/g, '"$1": "…"')}`;
  });
  const others = objects.filter((object) => !object.startsWith('manifests/'));
  return [...others, ...(await Promise.all(manifests))].sort();
}
