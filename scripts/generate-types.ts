import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { compile, type JSONSchema } from 'json-schema-to-typescript';

const schemasFolder = path.resolve('schemas');
const target = path.resolve('src/domain/generated');

/** One TypeScript file per document schema under schemas/. */
export async function generateTypes(write: (file: string, text: string) => Promise<void>): Promise<void> {
  const names = (await readdir(schemasFolder)).filter((name) => name.endsWith('.schema.json')).sort();
  for (const name of names) {
    const schema = JSON.parse(await readFile(path.join(schemasFolder, name), 'utf8')) as JSONSchema;
    const text = await compile(schema, name.replace('.schema.json', ''), {
      bannerComment: `// Generated from schemas/${name} by npm run generate; do not edit.`,
      additionalProperties: false,
      style: { singleQuote: true, printWidth: 110 },
      $refOptions: {
        resolve: {
          tapewarden: {
            order: 1,
            canRead: (file: { url: string }) => file.url.startsWith('tapewarden:'),
            read: (file: { url: string }) =>
              readFile(
                path.join(schemasFolder, `${file.url.replace('tapewarden:', '')}.schema.json`),
                'utf8',
              ),
          },
        },
      },
    });
    await write(path.join(target, name.replace('.schema.json', '.ts')), text);
  }
}
