// @ts-check
import { createHash } from "node:crypto";

/** @typedef {import("../../boundary/registry/contact.mjs").Pins} Pins */
/** @typedef {import("./tool-list.mjs").Tool} Tool */

/** How long an answer is used for a list that is the same. */
const secondsFresh = 30;
/** How long it is used to hold a tool, which an admin may have accepted since. */
const secondsFreshForHeld = 3;
/** How long the mapping is used without asking for it again. */
const secondsFreshForMapping = 3;

/**
 * What admins decided in the console: which of the tools that the MCP server lists now are accepted,
 * and the mapping.
 */
export class ConsolePins {
  /** @type {{list: string, at: number, pins: Promise<Pins>} | undefined} */
  #last;
  /** @type {{at: number, done: Promise<unknown>} | undefined} the last answer about the mapping */
  #checked;
  /** @type {WeakMap<readonly Tool[], string>} */
  #digests = new WeakMap();

  /**
   * @param {import("../../boundary/registry/contact.mjs").Contact} contact
   * @param {{now: () => number}} options
   */
  constructor(contact, { now }) {
    this.contact = contact;
    this.now = now;
  }

  /**
   * @param {readonly Tool[]} tools
   * @param {(pins: Pins) => boolean} isHeld whether the called tool is held
   * @returns {Promise<Pins>}
   */
  async read(tools, isHeld) {
    const pins = await this.#report(tools, secondsFresh);
    return isHeld(pins) ? this.#report(tools, secondsFreshForHeld) : pins;
  }

  /**
   * The mapping for the next call, or the reason to hold it.
   * @param {{isForced?: boolean}} [options] `isForced`: as it is at this moment
   * @returns {Promise<import("../../boundary/registry/kept-mapping.mjs").MappingInUse>}
   */
  async mapping({ isForced = false } = {}) {
    const at = this.now();
    const last = this.#checked;
    if (isForced || !last || at - last.at >= secondsFreshForMapping * 1000)
      this.#checked = { at, done: this.contact.check() };
    await this.#checked?.done;
    return this.contact.kept.inUse;
  }

  /** @param {readonly Tool[]} tools @param {number} seconds @returns {Promise<Pins>} */
  #report(tools, seconds) {
    const [list, at] = [this.#digestOf(tools), this.now()];
    const last = this.#last;
    if (last?.list === list && at - last.at < seconds * 1000) return last.pins;
    const pins = this.contact.report(tools);
    this.#last = { list, at, pins };
    // The answer about the tools has the mapping too.
    this.#checked = { at, done: pins };
    return pins;
  }

  /** @param {readonly Tool[]} tools */
  #digestOf(tools) {
    const known = this.#digests.get(tools);
    if (known !== undefined) return known;
    const digest = createHash("sha256").update(JSON.stringify(tools)).digest("base64url");
    this.#digests.set(tools, digest);
    return digest;
  }
}
