import { createRequire } from 'node:module';

/** Comes with pdfkit, which uses it in browsers alone: in Node it takes the machine's zlib, whose bytes differ by version and processor. */
const { zlibSync } = createRequire(import.meta.resolve('pdfkit'))('fflate') as {
  zlibSync(bytes: Uint8Array): Uint8Array;
};

/** The bytes as a zlib stream, the same on every machine. */
export function deflate(bytes: Uint8Array): Uint8Array {
  return zlibSync(bytes);
}
