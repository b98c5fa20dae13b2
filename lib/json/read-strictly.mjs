// @ts-check
import { isExactNumber } from "./exact-number.mjs";
import { foldName } from "./fold-name.mjs";

/** @typedef {import("./pointer.mjs").Json} Json */

/** A text that isn't JSON, or that two readers could understand differently. */
export class JsonFault extends Error {
  /**
   * @param {string} fault
   * @param {number} character where the reader stopped
   */
  constructor(fault, character) {
    super(fault);
    this.name = "JsonFault";
    this.fault = fault;
    this.character = character;
  }
}

/**
 * The text of UTF-8 without a byte order mark.
 * @param {Uint8Array} bytes
 * @returns {string | undefined} undefined for bytes that aren't UTF-8
 */
export function decodeUtf8(bytes) {
  try {
    // With ignoreBOM a byte order mark stays in the text, where JSON doesn't allow it.
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * Reads I-JSON (RFC 7493), strictly: no duplicate names, no lone surrogates, no number changed by a
 * double. Two readers of the text cannot disagree on its meaning. The server and the client read with
 * this one function.
 * @param {string} text
 * @param {object} [options]
 * @param {boolean} [options.isFolding] whether names that differ only in case are refused
 * @param {number} [options.mostLevels]
 * @returns {Json}
 * @throws {JsonFault}
 */
export function readStrictly(text, { isFolding = false, mostLevels = 16 } = {}) {
  return new Reader(text, { isFolding, mostLevels }).document();
}

class Reader {
  #at = 0;
  #text;
  #isFolding;
  #mostLevels;

  /** @param {string} text @param {{isFolding: boolean, mostLevels: number}} options */
  constructor(text, { isFolding, mostLevels }) {
    this.#text = text;
    this.#isFolding = isFolding;
    this.#mostLevels = mostLevels;
  }

  document() {
    this.#skipSpace();
    if (this.#at === this.#text.length) {
      throw new JsonFault("the text is empty", this.#at);
    }
    const value = this.#value(1);
    this.#skipSpace();
    if (this.#at < this.#text.length) this.#fail("unexpected text after the value");
    return value;
  }

  /** @param {number} depth @returns {Json} */
  #value(depth) {
    const next = this.#text[this.#at];
    if (next === "{") return this.#object(depth);
    if (next === "[") return this.#array(depth);
    if (next === '"') return this.#string();
    if (this.#take("true")) return true;
    if (this.#take("false")) return false;
    if (this.#take("null")) return null;
    return this.#number();
  }

  /** @param {number} depth @returns {Json} */
  #object(depth) {
    if (depth > this.#mostLevels) this.#fail(`nested deeper than ${this.#mostLevels} levels`);
    /** @type {{[name: string]: Json}} */
    const result = {};
    const names = new Set();
    this.#at++;
    this.#skipSpace();
    if (this.#take("}")) return result;
    do {
      this.#skipSpace();
      if (this.#text[this.#at] !== '"') this.#fail("expected a member name");
      const name = this.#string();
      const folded = this.#isFolding ? foldName(name) : name;
      if (Object.hasOwn(result, name)) this.#fail(`duplicate member name ${JSON.stringify(name)}`);
      if (names.has(folded))
        this.#fail(`duplicate member name ${JSON.stringify(name)}, different only in case`);
      // Legal JSON, but on the way through JavaScript objects it would vanish or worse.
      if (name === "__proto__") this.#fail("the member name __proto__ is not accepted");
      names.add(folded);
      this.#skipSpace();
      if (!this.#take(":")) this.#fail("expected a colon");
      this.#skipSpace();
      result[name] = this.#value(depth + 1);
      this.#skipSpace();
    } while (this.#take(","));
    if (!this.#take("}")) this.#fail("expected a comma or a closing brace");
    return result;
  }

  /** @param {number} depth @returns {Json} */
  #array(depth) {
    if (depth > this.#mostLevels) this.#fail(`nested deeper than ${this.#mostLevels} levels`);
    /** @type {Json[]} */
    const result = [];
    this.#at++;
    this.#skipSpace();
    if (this.#take("]")) return result;
    do {
      this.#skipSpace();
      result.push(this.#value(depth + 1));
      this.#skipSpace();
    } while (this.#take(","));
    if (!this.#take("]")) this.#fail("expected a comma or a closing bracket");
    return result;
  }

  /** @returns {string} */
  #string() {
    const start = this.#at;
    const literal = /"(?:[^"\\]|\\.)*"/sy;
    literal.lastIndex = start;
    const match = literal.exec(this.#text);
    if (!match) this.#fail("unterminated string");
    /** @type {string} */
    let value;
    try {
      value = JSON.parse(match[0]);
    } catch {
      return this.#fail("malformed string");
    }
    if (!value.isWellFormed()) this.#fail("lone surrogate in a string");
    this.#at += match[0].length;
    return value;
  }

  #number() {
    const literal = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
    literal.lastIndex = this.#at;
    const match = literal.exec(this.#text);
    if (!match) return this.#fail("unexpected character");
    // An amount must never change in silence.
    if (!isExactNumber(match[0])) {
      this.#fail("a number that cannot be read exactly: send it as a string");
    }
    this.#at += match[0].length;
    return Number(match[0]);
  }

  /** @param {string} token */
  #take(token) {
    if (!this.#text.startsWith(token, this.#at)) return false;
    this.#at += token.length;
    return true;
  }

  #skipSpace() {
    while (this.#at < this.#text.length && " \t\n\r".includes(this.#text.charAt(this.#at))) this.#at++;
  }

  /** @param {string} unexpected @returns {never} */
  #fail(unexpected) {
    const what = this.#at < this.#text.length ? unexpected : "the text ends too early";
    throw new JsonFault(what, this.#at);
  }
}
