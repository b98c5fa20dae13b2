// @ts-check

/** How long the mapping is used without asking for it again. */
const secondsFresh = 3;

/** The mapping of a registered boundary, no older than a few seconds. */
export class FreshMapping {
  /** @type {{at: number, done: Promise<unknown>} | undefined} the last answer about the mapping */
  #last;

  /**
   * @param {import("./contact.mjs").Contact} contact
   * @param {{now: () => number}} options
   */
  constructor(contact, { now }) {
    this.contact = contact;
    this.now = now;
  }

  /** Another answer has the mapping too. @param {Promise<unknown>} answer */
  comesWith(answer) {
    this.#last = { at: this.now(), done: answer };
  }

  /**
   * The mapping for the next call, or the reason to hold it.
   * @param {{isForced?: boolean}} [options] `isForced`: as it is at this moment
   * @returns {Promise<import("./kept-mapping.mjs").MappingInUse>}
   */
  async read({ isForced = false } = {}) {
    const last = this.#last;
    if (isForced || !last || this.now() - last.at >= secondsFresh * 1000)
      this.comesWith(this.contact.check());
    await this.#last?.done;
    return this.contact.kept.inUse;
  }
}
