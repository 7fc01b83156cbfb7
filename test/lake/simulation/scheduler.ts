import { setImmediate } from 'node:timers/promises';
import type { Random } from '../../../src/simulate/random.js';

/** What happens to one call: it is done; it is lost before or after its effect; or its caller dies before or after it. */
export type Fate = 'done' | 'lost before' | 'lost after' | 'dies before' | 'dies after';

/** The end of an actor's life: no call of it is ever answered again in this life. */
export class Crash extends Error {}
/** A reply that never came: the caller lives on and does not know what happened. */
export class LostReply extends Error {}

/** One who calls the store; `waiting` counts its calls that wait for their turn. */
export type Actor = { waiting: number; ended: boolean };

/**
 * Lets many actors take turns, one call to the store at a time, in an order that the seed alone decides.
 *
 * An actor runs until it waits for its turn; when all do, one of their calls is drawn.
 */
export class Scheduler {
  readonly #random: Random;
  readonly #waiting: { actor: Actor; go: () => void }[] = [];
  readonly #actors: Actor[] = [];

  constructor(random: Random) {
    this.#random = random;
  }

  /** Starts an actor. A failure of it comes out of `run`. */
  start(act: (actor: Actor) => Promise<void>): Promise<void> {
    const actor: Actor = { waiting: 0, ended: false };
    this.#actors.push(actor);
    return act(actor).finally(() => {
      actor.ended = true;
    });
  }

  /** Waits until this call is drawn. */
  turn(actor: Actor): Promise<void> {
    actor.waiting += 1;
    return new Promise((resolve) => {
      this.#waiting.push({ actor, go: resolve });
    });
  }

  /** Draws turns until all actors have ended. */
  async run(): Promise<void> {
    for (;;) {
      await setImmediate();
      const living = this.#actors.filter(({ ended }) => !ended);
      if (living.length === 0) return;
      // One that neither waits nor has ended is at its disk.
      if (living.some(({ waiting }) => waiting === 0)) continue;
      const [drawn] = this.#waiting.splice(this.#random.int(this.#waiting.length), 1);
      if (drawn === undefined) continue;
      drawn.actor.waiting -= 1;
      drawn.go();
    }
  }
}
