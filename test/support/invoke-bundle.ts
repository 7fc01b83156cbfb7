import { spawn } from 'node:child_process';
import path from 'node:path';

/** What came of a call: the answer or the error as Lambda reports it, and the lines that the function wrote. */
export type Invocation = {
  answer?: unknown;
  errorType?: string;
  errorMessage?: string;
  lines: string[];
};

/**
 * Calls a handler of an unpacked bundle in a process of its own, as Lambda does: nothing is given but the event and the environment. Without
 * a reply on its channel the call fails with what the process wrote on stderr.
 */
export async function invokeBundle(
  bundle: string,
  handler: string,
  { event, environment }: { event: unknown; environment: Readonly<Record<string, string>> },
): Promise<Invocation> {
  const program = [
    path.resolve('test/support/lambda-harness.mjs'),
    path.join(bundle, 'handlers', `${handler}.mjs`),
  ];
  const child = spawn(process.execPath, program, {
    cwd: bundle,
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    env: {
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_LAMBDA_FUNCTION_NAME: `tapewarden-dev-${handler}`,
      LAMBDA_TASK_ROOT: bundle,
      ...environment,
    },
  });
  const [stdout, stderr, reply] = [1, 2, 3].map((index) => read(child.stdio[index] as NodeJS.ReadableStream));
  child.stdin.end(JSON.stringify(event));
  const text = (await reply) ?? '';
  const [out, problems] = [(await stdout) ?? '', (await stderr) ?? ''];
  if (text === '') throw new Error(`${handler}: no answer; stderr: ${problems}`);
  return {
    ...(JSON.parse(text) as Omit<Invocation, 'lines'>),
    lines: out.split('\n').filter((line) => line !== ''),
  };
}

async function read(stream: NodeJS.ReadableStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Buffer));
  return Buffer.concat(chunks).toString('utf8');
}
