// @ts-check
import { createHash } from "node:crypto";
import { FreshMapping } from "../../boundary/registry/fresh-mapping.mjs";

/** @typedef {import("../../boundary/registry/contact.mjs").Pins} Pins */
/** @typedef {import("./tool-list.mjs").Tool} Tool */

/** How long an answer is used for a list that is the same. */
const secondsFresh = 30;
/** How long it is used to hold a tool, which an admin may have accepted since. */
const secondsFreshForHeld = 3;

/**
 * What admins decided in the console: which of the tools that the MCP server lists now are accepted,
 * and the mapping.
 */
export class ConsolePins {
  /** @type {{list: string, at: number, pins: Promise<Pins>} | undefined} */
  #last;
  /** @type {WeakMap<readonly Tool[], string>} */
  #digests = new WeakMap();

  /**
   * @param {import("../../boundary/registry/contact.mjs").Contact} contact
   * @param {{now: () => number}} options
   */
  constructor(contact, { now }) {
    this.contact = contact;
    this.now = now;
    this.mapping = new FreshMapping(contact, { now });
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

  /** @param {readonly Tool[]} tools @param {number} seconds @returns {Promise<Pins>} */
  #report(tools, seconds) {
    const [list, at] = [this.#digestOf(tools), this.now()];
    const last = this.#last;
    if (last?.list === list && at - last.at < seconds * 1000) return last.pins;
    const pins = this.contact.report(tools);
    this.#last = { list, at, pins };
    // The answer about the tools has the mapping too.
    this.mapping.comesWith(pins);
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
