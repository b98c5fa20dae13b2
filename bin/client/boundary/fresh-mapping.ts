import type { Contact } from "./contact.ts";
import type { MappingInUse } from "./kept-mapping.ts";

/** How long a mapping is used before asking again. */
const secondsFresh = 3;

/** The mapping of a registered boundary, no older than a few seconds. */
export class FreshMapping {
  readonly now: () => number;
  #last: { at: number; done: Promise<unknown> } | undefined;

  constructor(
    readonly contact: Contact,
    { now }: { now: () => number },
  ) {
    this.now = now;
  }

  comesWith(answer: Promise<unknown>) {
    this.#last = { at: this.now(), done: answer };
  }

  /** The mapping for the next call, or the reason to hold the call. `isForced`: as of this moment. */
  async read({ isForced = false }: { isForced?: boolean } = {}): Promise<MappingInUse> {
    const last = this.#last;
    if (isForced || !last || this.now() - last.at >= secondsFresh * 1000)
      this.comesWith(this.contact.check());
    await this.#last?.done;
    return this.contact.kept.inUse;
  }
}
