/** The part of jsdom that tests use; its published types would bring the names of browsers into the whole project. */
declare module 'jsdom' {
  export class JSDOM {
    constructor(html: string, options: { runScripts: 'outside-only' });
    readonly window: {
      readonly document: { elementFromPoint?: () => null };
      eval(source: string): unknown;
      close(): void;
    };
  }
}
