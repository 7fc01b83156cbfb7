import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Metafile, Plugin } from 'esbuild';

const NAMESPACE = 'late-commonjs';

/**
 * Gives CommonJS packages that are loaded by `await import()` the exports by name that Node gives them; esbuild alone gives their chunk
 * a default export and nothing else. The build fails where one is loaded so and was not found here.
 */
export function lateCommonJs(root: string): Plugin {
  const load = createRequire(path.join(root, 'package.json'));
  return {
    name: NAMESPACE,
    setup(build) {
      build.initialOptions.metafile = true;
      build.onEnd(({ metafile }) => ({ errors: metafile === undefined ? [] : namelessOf(metafile) }));
      build.onResolve({ filter: /^[^./]/ }, ({ kind, path: name, resolveDir }) => {
        if (kind !== 'dynamic-import' || !isCommonJs(root, name)) return null;
        return { path: name, namespace: NAMESPACE, pluginData: { resolveDir } };
      });
      build.onLoad({ filter: /./, namespace: NAMESPACE }, ({ path: name, pluginData }) => {
        const names = Object.keys(load(name) as object).filter(
          (one) => one !== 'default' && /^[A-Za-z_$][\w$]*$/.test(one) && one !== '__esModule',
        );
        const contents = `const whole = require('${name}');\nexport default whole;\nexport const { ${names.join(', ')} } = whole;\n`;
        return { contents, ...(pluginData as { resolveDir: string }) };
      });
    },
  };
}

/** What is loaded late as the CommonJS that it is, without its names. */
function namelessOf({ inputs }: Metafile): { text: string }[] {
  return Object.entries(inputs).flatMap(([from, { imports }]) =>
    imports
      .filter(({ kind, path: to }) => kind === 'dynamic-import' && inputs[to]?.format === 'cjs')
      .map(({ path: to }) => ({ text: `${from} loads ${to} late, whose exports would have no names` })),
  );
}

function isCommonJs(root: string, name: string): boolean {
  if (name.startsWith('node:')) return false;
  const folder = name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
  const described = path.join(root, 'node_modules', folder, 'package.json');
  // An optional package of another one, which is not installed.
  if (!existsSync(described)) return false;
  const { type, exports } = JSON.parse(readFileSync(described, 'utf8')) as {
    type?: string;
    exports?: unknown;
  };
  // One with exports of its own says which of its files are modules.
  return type !== 'module' && exports === undefined;
}
