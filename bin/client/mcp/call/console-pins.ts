import { createHash } from "node:crypto";
import type { Contact } from "../../boundary/contact.ts";
import { FreshMapping } from "../../boundary/fresh-mapping.ts";
import type { Pins } from "../../boundary/last-answer.ts";
import type { Tool } from "./tool-list.ts";

/** How long an answer serves an unchanged list. */
const secondsFresh = 30;
/** How long an answer holds a tool, in case an admin has accepted the tool since. */
const secondsFreshForHeld = 3;

/** The tools of the MCP server that admins accepted in the console, and the mapping. */
export class ConsolePins {
  readonly mapping: FreshMapping;
  #last: { list: string; at: number; pins: Promise<Pins> } | undefined;
  #digests: WeakMap<readonly Tool[], string> = new WeakMap();

  constructor(
    readonly contact: Contact,
    private readonly now: () => number,
  ) {
    this.mapping = new FreshMapping(contact, now);
  }

  async read(tools: readonly Tool[], isHeld: (pins: Pins) => boolean): Promise<Pins> {
    const pins = await this.#report(tools, secondsFresh);
    return isHeld(pins) ? this.#report(tools, secondsFreshForHeld) : pins;
  }

  #report(tools: readonly Tool[], seconds: number): Promise<Pins> {
    const [list, at] = [this.#digestOf(tools), this.now()];
    const last = this.#last;
    if (last?.list === list && at - last.at < seconds * 1000) return last.pins;
    const pins = this.contact.report(tools);
    this.#last = { list, at, pins };
    // The answer about the tools has the mapping too.
    this.mapping.comesWith(pins);
    return pins;
  }

  #digestOf(tools: readonly Tool[]) {
    const known = this.#digests.get(tools);
    if (known !== undefined) return known;
    const digest = createHash("sha256").update(JSON.stringify(tools)).digest("base64url");
    this.#digests.set(tools, digest);
    return digest;
  }
}
