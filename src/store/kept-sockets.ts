import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectSecure } from 'node:tls';

/** The head of an answer, as it came, and its whole body. */
export type WholeAnswer = { head: string; bytes: Buffer };

/** Whom the sockets lead to. */
export type SocketAddress = { secure: boolean; hostname: string; port: number };

type Kept = {
  socket: Socket;
  /** Takes the answer that is awaited; null while the socket is idle. */
  settle: ((answer: WholeAnswer | null) => void) | null;
  /** Bytes of an answer whose head is not whole yet. */
  begun: Buffer | null;
  head: string;
  chunks: Buffer[];
  /** Of the body, still to come; -1 until the head is whole. */
  missing: number;
};

const SILENCE_MS = 20_000;
const MOST_HEAD_BYTES = 65_536;
const HEAD_END = '\r\n\r\n';

/**
 * Sends HTTP/1.1 requests without a body over sockets that stay open, one request at a time on each.
 *
 * Only a complete `200` of a told length is an answer. Whatever else comes closes the socket and is null, so that nothing here needs to
 * understand it.
 */
export class KeptSockets {
  readonly #address: SocketAddress;
  readonly #most: number;
  readonly #idle: Kept[] = [];
  readonly #waiting: ((kept: Kept) => void)[] = [];
  #open = 0;

  constructor(address: SocketAddress, most: number) {
    this.#address = address;
    this.#most = most;
  }

  /** `request` is the whole request: its line, its headers and the empty line, in ASCII. */
  send(request: string): Promise<WholeAnswer | null> {
    return new Promise((settle) => {
      const write = (kept: Kept): void => {
        kept.settle = settle;
        kept.socket.ref();
        kept.socket.write(request, 'latin1');
      };
      const idle = this.#idle.pop();
      if (idle !== undefined) write(idle);
      else if (this.#open < this.#most) write(this.#connect());
      else this.#waiting.push(write);
    });
  }

  #connect(): Kept {
    const { secure, hostname, port } = this.#address;
    const socket = secure
      ? connectSecure({ host: hostname, port, ALPNProtocols: ['http/1.1'], ...serverNameOf(hostname) })
      : connectPlain({ host: hostname, port });
    const kept: Kept = { socket, settle: null, begun: null, head: '', chunks: [], missing: -1 };
    this.#open += 1;
    socket.setNoDelay(true);
    socket.setTimeout(SILENCE_MS, () => socket.destroy());
    socket.on('data', (bytes: Buffer) => this.#take(kept, bytes));
    socket.on('end', () => socket.destroy());
    // What went wrong is found out by whoever asks again.
    socket.on('error', () => undefined);
    socket.on('close', () => this.#lose(kept));
    return kept;
  }

  #take(kept: Kept, bytes: Buffer): void {
    const body = kept.missing < 0 ? bodyBegin(kept, bytes) : bytes;
    if (body === null) return;
    kept.chunks.push(body);
    kept.missing -= body.length;
    if (kept.settle === null || kept.missing < 0) kept.socket.destroy();
    else if (kept.missing === 0) this.#finish(kept);
  }

  #finish(kept: Kept): void {
    const { head, chunks, settle } = kept;
    const [first = Buffer.alloc(0)] = chunks;
    const answer = { head, bytes: chunks.length === 1 ? first : Buffer.concat(chunks) };
    Object.assign(kept, { settle: null, head: '', chunks: [], missing: -1 });
    if (/\r\nconnection: *close/i.test(head)) kept.socket.destroy();
    else this.#free(kept);
    settle?.(answer);
  }

  #free(kept: Kept): void {
    const next = this.#waiting.shift();
    if (next !== undefined) next(kept);
    else {
      this.#idle.push(kept);
      // An idle socket keeps no process alive.
      kept.socket.unref();
    }
  }

  #lose(kept: Kept): void {
    this.#open -= 1;
    const place = this.#idle.indexOf(kept);
    if (place >= 0) this.#idle.splice(place, 1);
    const { settle } = kept;
    kept.settle = null;
    settle?.(null);
    const next = this.#waiting.shift();
    if (next !== undefined) next(this.#connect());
  }
}

/** Addresses are no names, and TLS takes none for one. */
function serverNameOf(hostname: string): { servername?: string } {
  return isIP(hostname) === 0 ? { servername: hostname } : {};
}

/** What of the body came with the end of the head; null while the head is not whole, or where it is not that of a whole object. */
function bodyBegin(kept: Kept, bytes: Buffer): Buffer | null {
  const all = kept.begun === null ? bytes : Buffer.concat([kept.begun, bytes]);
  const end = all.indexOf(HEAD_END, 0, 'latin1');
  if (end < 0) {
    if (all.length > MOST_HEAD_BYTES) kept.socket.destroy();
    kept.begun = all;
    return null;
  }
  kept.begun = null;
  kept.head = all.toString('latin1', 0, end);
  const length = lengthOf(kept.head);
  if (length === null) {
    kept.socket.destroy();
    return null;
  }
  kept.missing = length;
  return all.subarray(end + HEAD_END.length);
}

/** The told length of a complete object; null where the head is not that of one. */
function lengthOf(head: string): number | null {
  if (!head.startsWith('HTTP/1.1 200 ') || /\r\ntransfer-encoding:/i.test(head)) return null;
  const told = head.match(/\r\ncontent-length:[^\r]*/gi) ?? [];
  const digits = told.length === 1 ? /: *(\d{1,15}) *$/.exec(told[0])?.[1] : undefined;
  return digits === undefined ? null : Number(digits);
}
