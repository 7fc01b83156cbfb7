import { ZSTDDecoder } from 'zstddec/stream';
import { invariant } from '../../domain/invariant.js';

/** What is used of libzstd, compiled to WebAssembly; numbers are addresses and sizes in its memory. */
type Library = {
  readonly memory: { readonly buffer: ArrayBuffer };
  malloc(bytes: number): number;
  free(address: number): void;
  ZSTD_createDCtx(): number;
  ZSTD_freeDCtx(context: number): number;
  /** Answers 0 at the end of a frame, an error as a small negative number, else a hint. */
  ZSTD_decompressStream(context: number, output: number, input: number): number;
};

/** Bytes of text that one call makes at most: the largest block. */
const TEXT_BYTES = 1 << 17;
const INPUT_BYTES = 1 << 17;
/** Address, size and position, 32 bits each. */
const BUFFER_WORDS = 3;

let loading: Promise<Library> | null = null;

/** One stream of zstd frames. `close` gives its memory back, whatever happened. */
export class ZstdStream {
  readonly #library: Library;
  readonly #context: number;
  readonly #input: number;
  readonly #text: number;
  readonly #buffers: number;

  private constructor(library: Library) {
    this.#library = library;
    this.#context = library.ZSTD_createDCtx();
    this.#input = library.malloc(INPUT_BYTES);
    this.#text = library.malloc(TEXT_BYTES);
    this.#buffers = library.malloc(2 * BUFFER_WORDS * 4);
  }

  static async open(): Promise<ZstdStream> {
    loading ??= loadLibrary();
    return new ZstdStream(await loading);
  }

  /**
   * Decodes the beginning of the bytes: how many were taken, the text that they became, and whether a frame ended
   * there. `error` is libzstd's number, 0 for none.
   */
  push(bytes: Buffer): { taken: number; text: Buffer; ended: boolean; error: number } {
    const given = bytes.subarray(0, INPUT_BYTES);
    const { buffer } = this.#library.memory;
    new Uint8Array(buffer).set(given, this.#input);
    const before = new Uint32Array(buffer, this.#buffers, 2 * BUFFER_WORDS);
    before.set([this.#text, TEXT_BYTES, 0, this.#input, given.length, 0]);
    const answer = this.#library.ZSTD_decompressStream(
      this.#context,
      this.#buffers,
      this.#buffers + BUFFER_WORDS * 4,
    );
    // The call may have moved the memory.
    const after = new Uint32Array(this.#library.memory.buffer, this.#buffers, 2 * BUFFER_WORDS);
    const text = Buffer.from(new Uint8Array(this.#library.memory.buffer, this.#text, after[2]));
    return { taken: after[5] as number, text, ended: answer === 0, error: answer < 0 ? -answer : 0 };
  }

  close(): void {
    this.#library.ZSTD_freeDCtx(this.#context);
    for (const address of [this.#input, this.#text, this.#buffers]) this.#library.free(address);
  }
}

/** The package's own loop over these functions hides errors and keeps the memory of a damaged stream for ever. */
async function loadLibrary(): Promise<Library> {
  const decoder = new ZSTDDecoder();
  const initialize = decoder._init.bind(decoder);
  const loaded: Library[] = [];
  decoder._init = (result) => {
    initialize(result);
    loaded.push((result as unknown as { instance: { exports: Library } }).instance.exports);
  };
  await decoder.init();
  const [library] = loaded;
  invariant(library !== undefined, 'zstddec initializes once, here');
  return library;
}
