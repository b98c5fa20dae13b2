import { isExactNumber } from "./exact-number.ts";
import { foldName, type Json } from "./pointer.ts";

/** A text that isn't JSON, or that readers could understand differently. */
export class JsonFault extends Error {
  /** @param character where the reader stopped */
  constructor(
    readonly fault: string,
    readonly character: number,
  ) {
    super(fault);
    this.name = "JsonFault";
  }
}

/** The text of UTF-8 bytes without a byte order mark; undefined for other bytes. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    // With ignoreBOM a byte order mark stays in the text, where JSON forbids the mark.
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * Reads I-JSON (RFC 7493), strictly: no duplicate names, no lone surrogates, no number changed by a
 * double. Two readers of the text cannot disagree on its meaning. The server and the client read
 * with this one function.
 * @param options `isFolding`: whether names that differ only in case are refused
 * @throws {JsonFault}
 */
export function readStrictly(
  text: string,
  { isFolding = false, mostLevels = 16 }: { isFolding?: boolean; mostLevels?: number } = {},
): Json {
  return new Reader(text, { isFolding, mostLevels }).document();
}

class Reader {
  #at = 0;
  #text;
  #isFolding;
  #mostLevels;

  constructor(text: string, { isFolding, mostLevels }: { isFolding: boolean; mostLevels: number }) {
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

  #value(depth: number): Json {
    const next = this.#text[this.#at];
    if (next === "{") return this.#object(depth);
    if (next === "[") return this.#array(depth);
    if (next === '"') return this.#string();
    if (this.#take("true")) return true;
    if (this.#take("false")) return false;
    if (this.#take("null")) return null;
    return this.#number();
  }

  #object(depth: number): Json {
    if (depth > this.#mostLevels) this.#fail(`nested deeper than ${this.#mostLevels} levels`);
    const result: { [name: string]: Json } = {};
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
      // Legal JSON, but JavaScript objects would lose or misread the member.
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

  #array(depth: number): Json {
    if (depth > this.#mostLevels) this.#fail(`nested deeper than ${this.#mostLevels} levels`);
    const result: Json[] = [];
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

  #string(): string {
    const start = this.#at;
    const literal = /"(?:[^"\\]|\\.)*"/sy;
    literal.lastIndex = start;
    const match = literal.exec(this.#text);
    if (!match) this.#fail("unterminated string");
    let value: string;
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

  #take(token: string) {
    if (!this.#text.startsWith(token, this.#at)) return false;
    this.#at += token.length;
    return true;
  }

  #skipSpace() {
    while (this.#at < this.#text.length && " \t\n\r".includes(this.#text.charAt(this.#at))) this.#at++;
  }

  #fail(unexpected: string): never {
    const what = this.#at < this.#text.length ? unexpected : "the text ends too early";
    throw new JsonFault(what, this.#at);
  }
}
