/** Seconds between finished steps, as text such as `0.42 s`. */
export class StepClock {
  readonly #now_ns: () => bigint;
  #last: bigint;

  constructor(now_ns: () => bigint) {
    this.#now_ns = now_ns;
    this.#last = now_ns();
  }

  /** Time since the step before. */
  lap(): string {
    const now = this.#now_ns();
    const centiseconds = (now - this.#last) / 10_000_000n;
    this.#last = now;
    return `${centiseconds / 100n}.${String(centiseconds % 100n).padStart(2, '0')} s`;
  }
}
