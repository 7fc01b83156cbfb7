import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Lines of what the image of the Fargate task is made of. */
export const IMAGE_LINES: readonly string[] = readFileSync('infra/steps/Dockerfile', 'utf8').split('\n');

/** What follows an instruction, each time that it stands there. */
export function instructions(name: string): string[] {
  return IMAGE_LINES.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1));
}

/** Runs the command of the image in its working directory, the unpacked bundle, with its environment and the given one, outside of any container. */
export async function startImage(
  bundle: string,
  environment: Readonly<Record<string, string>>,
): Promise<{ exit: number | null; said: string }> {
  const [program = '', ...args] = JSON.parse(instructions('CMD')[0] ?? '[]') as string[];
  const own = instructions('ENV').flatMap((line) => line.split(' ').map((pair) => pair.split('=')));
  const env = { PATH: process.env['PATH'], ...(Object.fromEntries(own) as object), ...environment };
  const child = spawn(program, args, { cwd: bundle, env: env as NodeJS.ProcessEnv });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += String(text)));
  const exit = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { exit, said };
}
