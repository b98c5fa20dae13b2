// @ts-check
import { createHash } from "node:crypto";
import { MappingError } from "../../../../lib/boundary/mapping/engine/mapping-error.mjs";
import { readMapping } from "../../../../lib/boundary/mapping/engine/read-mapping.mjs";
import { Fault } from "../../fault.mjs";
import { parseStrictJson } from "../../json/strict-json.mjs";
import { visible } from "../../visible.mjs";

/** @typedef {import("../../../../lib/boundary/mapping/engine/read-mapping.mjs").Mapping} Mapping */

/**
 * What a boundary does with calls: it uses a mapping, or holds every call, because the mapping that it
 * should use can't be read, or because Countersign refuses it.
 * @typedef {{mapping: Mapping, digest?: string} | {fault: string, isRefused?: true}} MappingInUse
 */

/**
 * The mapping of a registered boundary. The one in Countersign takes the place of the file's. One that
 * can't be read takes its place too: then every call is held.
 */
export class KeptMapping {
  /** @type {unknown} as it was sent, to be saved */
  sent;
  /** @type {MappingInUse} what applies unless Countersign refuses the boundary */
  #inUse;
  /** @type {{fault: string, isRefused: true} | undefined} */
  #refusal;
  /** @type {MappingInUse} */
  #file;

  /**
   * @param {{mapping: Mapping, digest?: string, isGiven: boolean}} file `isGiven`: --map names it
   * @param {(text: string) => void} err
   */
  constructor({ isGiven, ...file }, err) {
    this.isGiven = isGiven;
    this.err = err;
    this.#file = file;
    this.#inUse = file;
  }

  get inUse() {
    return this.#refusal ?? this.#inUse;
  }

  /** Whether Countersign refuses the boundary. */
  get isRefused() {
    return this.#refusal !== undefined;
  }

  /** Holds every call until {@link readmit}. @param {string} fault what Countersign answered */
  refuse(fault) {
    this.#refusal = { fault, isRefused: true };
  }

  /** Countersign answered a contact. */
  readmit() {
    this.#refusal = undefined;
  }

  /** The digest of the mapping in use, if it can be read. */
  get digest() {
    return "mapping" in this.#inUse ? this.#inUse.digest : undefined;
  }

  /**
   * Takes what Countersign sent, or what was saved of it. `null`: Countersign keeps no mapping.
   * @param {unknown} given
   * @returns {boolean} whether another mapping is in use now
   */
  take(given) {
    if (given === null) return this.#use(this.#file, undefined);
    const { digest, document } = Object(given);
    if (digest === this.digest && digest !== undefined) return false;
    const hash = createHash("sha256").update(String(document)).digest("base64url");
    // Saved also if it can't be used, so that every call is held after a restart too.
    if (typeof document !== "string" || digest !== hash)
      return this.hold("it doesn't have the digest that Countersign names", given);
    const read = readDocument(document);
    if (read instanceof Error) return this.hold(read.message, given);
    if (this.isGiven) this.err("The mapping in Countersign applies. The rules of --map don't.\n");
    return this.#use({ mapping: read, digest }, given);
  }

  /**
   * Holds every call.
   * @param {string} fault
   * @param {unknown} [sent] by default, what was sent before
   * @returns {boolean} whether that is a change
   */
  hold(fault, sent = this.sent) {
    if ("fault" in this.#inUse && this.#inUse.fault === fault) return false;
    this.err(`The mapping in Countersign can't be used, so every call is held: ${visible(fault)}\n`);
    return this.#use({ fault }, sent);
  }

  /** @param {MappingInUse} next @param {unknown} sent */
  #use(next, sent) {
    const isOther = next !== this.#inUse;
    this.#inUse = next;
    this.sent = sent;
    return isOther;
  }
}

/** @param {string} document @returns {Mapping | Error} */
function readDocument(document) {
  try {
    return readMapping(parseStrictJson(document, "the mapping"));
  } catch (error) {
    if (error instanceof MappingError || error instanceof Fault) return error;
    throw error;
  }
}
