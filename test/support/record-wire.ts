import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import type { Told } from './find-leaks.js';

/** Where AWS's clients put the id of the access key and the session token: into the signature, and nowhere else. */
const OF_THE_SIGNATURE: readonly string[] = ['authorization', 'x-amz-security-token'];

/** Everything that the HTTP servers of this process receive. */
export type Wire = {
  /** Line, headers and body of each request, without the headers of its signature. */
  requests: () => Told[];
  /** The headers of the signature alone. */
  signatures: () => Told[];
  stop: () => void;
};

/** Records every request to a server of this process, as it arrives, without being in its way. */
export function recordWire(): Wire {
  const seen: { request: IncomingMessage; body: Buffer[] }[] = [];
  const listen = (message: unknown): void => {
    const { request } = message as { request: IncomingMessage };
    const body: Buffer[] = [];
    const push = request.push.bind(request);
    request.push = (chunk: Buffer | null, encoding?: BufferEncoding): boolean => {
      if (chunk !== null) body.push(Buffer.from(chunk));
      return push(chunk, encoding);
    };
    seen.push({ request, body });
  };
  subscribe('http.server.request.start', listen);
  const told = (of: (name: string) => boolean, withRest: boolean): Told[] =>
    seen.map(({ request, body }, index) => {
      const headers = Object.entries(request.headers).filter(([name]) => of(name));
      const lines = headers.map(([name, value]) => `${name}: ${String(value)}`);
      const rest = withRest
        ? [decodeURIComponent(request.url ?? ''), Buffer.concat(body).toString('latin1')]
        : [];
      return [`request ${index} (${request.method ?? ''})`, [...rest, ...lines].join('\n')];
    });
  return {
    requests: () => told((name) => !OF_THE_SIGNATURE.includes(name), true),
    signatures: () => told((name) => OF_THE_SIGNATURE.includes(name), false),
    stop: () => unsubscribe('http.server.request.start', listen),
  };
}
