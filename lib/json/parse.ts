import type { Json } from "#lib/canonical";
import { CountersignError } from "#lib/errors";
import { isExactNumber } from "./exact-number.mjs";
import { foldName } from "./fold-name.mjs";

const maximumDepth = 16;

/**
 * Reads I-JSON (RFC 7493), strictly: UTF-8 without a byte order mark, no duplicate names, no lone
 * surrogates, no number changed by a double, no more than 16 levels. Two readers of the text cannot
 * disagree on its meaning.
 * @throws {CountersignError} `invalid_json`, with the position of the error: `details.fault` and
 * `details.character`.
 */
export function parseIJson(bytes: Uint8Array): Json {
  return new Reader(decode(bytes), false).document();
}

/**
 * {@link parseIJson} for an agent's action: also refuses member names that differ only in case.
 * Many readers, such as those of Go and .NET, read `Amount` as `amount`, so a tool could run a
 * different action than the approved one. Statements and grants from before the rule are read with
 * {@link parseIJson}.
 */
export function parseAsk(bytes: Uint8Array): Json {
  return new Reader(decode(bytes), true).document();
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new CountersignError("invalid_json", "the body is not UTF-8", {
      userMessage: "The body isn't valid UTF-8.",
      cause,
    });
  }
}

class Reader {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly isFolding: boolean,
  ) {}

  document(): Json {
    this.skipSpace();
    if (this.at === this.text.length) {
      throw new CountersignError("invalid_json", "the text is empty", {
        userMessage: "Invalid JSON: the text is empty.",
        details: { fault: "the text is empty", character: this.at },
      });
    }
    const value = this.value(1);
    this.skipSpace();
    if (this.at < this.text.length) this.fail("unexpected text after the value");
    return value;
  }

  private value(depth: number): Json {
    const next = this.text[this.at];
    if (next === "{") return this.object(depth);
    if (next === "[") return this.array(depth);
    if (next === '"') return this.string();
    if (this.take("true")) return true;
    if (this.take("false")) return false;
    if (this.take("null")) return null;
    return this.number();
  }

  private object(depth: number): Json {
    if (depth > maximumDepth) this.fail(`nested deeper than ${maximumDepth} levels`);
    const result: { [name: string]: Json } = {};
    const names = new Set<string>();
    this.at++;
    this.skipSpace();
    if (this.take("}")) return result;
    do {
      this.skipSpace();
      if (this.text[this.at] !== '"') this.fail("expected a member name");
      const name = this.string();
      const folded = this.isFolding ? foldName(name) : name;
      if (Object.hasOwn(result, name)) this.fail(`duplicate member name ${JSON.stringify(name)}`);
      if (names.has(folded))
        this.fail(`duplicate member name ${JSON.stringify(name)}, different only in case`);
      // Legal JSON, but on the way through JavaScript objects it would vanish or worse.
      if (name === "__proto__") this.fail("the member name __proto__ is not accepted");
      names.add(folded);
      this.skipSpace();
      if (!this.take(":")) this.fail("expected a colon");
      this.skipSpace();
      result[name] = this.value(depth + 1);
      this.skipSpace();
    } while (this.take(","));
    if (!this.take("}")) this.fail("expected a comma or a closing brace");
    return result;
  }

  private array(depth: number): Json {
    if (depth > maximumDepth) this.fail(`nested deeper than ${maximumDepth} levels`);
    const result: Json[] = [];
    this.at++;
    this.skipSpace();
    if (this.take("]")) return result;
    do {
      this.skipSpace();
      result.push(this.value(depth + 1));
      this.skipSpace();
    } while (this.take(","));
    if (!this.take("]")) this.fail("expected a comma or a closing bracket");
    return result;
  }

  private string(): string {
    const start = this.at;
    const literal = /"(?:[^"\\]|\\.)*"/sy;
    literal.lastIndex = start;
    const match = literal.exec(this.text);
    if (!match) this.fail("unterminated string");
    let value: string;
    try {
      value = JSON.parse(match[0]);
    } catch {
      return this.fail("malformed string");
    }
    if (!value.isWellFormed()) this.fail("lone surrogate in a string");
    this.at += match[0].length;
    return value;
  }

  private number(): number {
    const literal = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
    literal.lastIndex = this.at;
    const match = literal.exec(this.text);
    if (!match) return this.fail("unexpected character");
    // An amount must never change in silence.
    if (!isExactNumber(match[0])) {
      this.fail("a number that cannot be read exactly: send it as a string");
    }
    this.at += match[0].length;
    return Number(match[0]);
  }

  private take(token: string): boolean {
    if (!this.text.startsWith(token, this.at)) return false;
    this.at += token.length;
    return true;
  }

  private skipSpace(): void {
    while (this.at < this.text.length && " \t\n\r".includes(this.text.charAt(this.at))) this.at++;
  }

  private fail(unexpected: string): never {
    const what = this.at < this.text.length ? unexpected : "the text ends too early";
    throw new CountersignError("invalid_json", `${what} at character ${this.at}`, {
      userMessage: `Invalid JSON: ${what} at character ${this.at}.`,
      details: { fault: what, character: this.at },
    });
  }
}
