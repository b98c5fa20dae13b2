import { createHash } from "node:crypto";
import { MappingError } from "#lib/boundary/mapping/engine/mapping-error";
import { type Mapping, readMapping } from "#lib/boundary/mapping/engine/read-mapping";
import { Fault } from "../fault.ts";
import { parseStrictJson } from "../strict-json.ts";
import { visible } from "../visible.ts";

/** How long a mapping is used before asking again. */
const secondsFresh = 3;

/** The mapping of a registered boundary, no older than a few seconds. */
export class FreshMapping {
  #last: { at: number; done: Promise<unknown> } | undefined;

  constructor(
    readonly contact: { check: () => Promise<void>; kept: KeptMapping },
    private readonly now: () => number,
  ) {}

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

/** The mapping in use, or the reason to hold every call. */
export type MappingInUse = { mapping: Mapping; digest?: string } | { fault: string; isRefused?: true };

/** Countersign's mapping replaces the file's. Under an unreadable mapping, every call is held. */
export class KeptMapping {
  readonly isGiven: boolean;
  /** As sent, to be saved. */
  sent: unknown;
  /** Applies unless Countersign refuses the boundary. */
  #inUse: MappingInUse;
  #refusal: { fault: string; isRefused: true } | undefined;
  #file: MappingInUse;

  /** @param file `isGiven`: --map names it */
  constructor(
    { isGiven, ...file }: { mapping: Mapping; digest?: string; isGiven: boolean },
    readonly err: (text: string) => void,
  ) {
    this.isGiven = isGiven;
    this.#file = file;
    this.#inUse = file;
  }

  get inUse() {
    return this.#refusal ?? this.#inUse;
  }

  get isRefused() {
    return this.#refusal !== undefined;
  }

  /** Holds every call until {@link readmit}. `fault` is Countersign's answer. */
  refuse(fault: string) {
    this.#refusal = { fault, isRefused: true };
  }

  readmit() {
    this.#refusal = undefined;
  }

  get digest() {
    return "mapping" in this.#inUse ? this.#inUse.digest : undefined;
  }

  /** Takes a sent or saved mapping, or `null` for none. Returns whether the mapping in use changed. */
  take(given: unknown): boolean {
    if (given === null) return this.#use(this.#file, undefined);
    const { digest, document } = Object(given);
    if (digest === this.digest && digest !== undefined) return false;
    const hash = createHash("sha256").update(String(document)).digest("base64url");
    // An unusable mapping is saved too, so that every call is held after a restart.
    if (typeof document !== "string" || digest !== hash)
      return this.hold("it doesn't have the digest that Countersign names", given);
    const read = readDocument(document);
    if (read instanceof Error) return this.hold(read.message, given);
    if (this.isGiven) this.err("The mapping in Countersign applies. The rules of --map don't.\n");
    return this.#use({ mapping: read, digest }, given);
  }

  /** Holds every call; `sent` stays by default. Returns whether that is a change. */
  hold(fault: string, sent: unknown = this.sent): boolean {
    if ("fault" in this.#inUse && this.#inUse.fault === fault) return false;
    this.err(`The mapping in Countersign can't be used, so every call is held: ${visible(fault)}\n`);
    return this.#use({ fault }, sent);
  }

  #use(next: MappingInUse, sent: unknown) {
    const isOther = next !== this.#inUse;
    this.#inUse = next;
    this.sent = sent;
    return isOther;
  }
}

function readDocument(document: string): Mapping | Error {
  try {
    return readMapping(parseStrictJson(document, "the mapping"));
  } catch (error) {
    if (error instanceof MappingError || error instanceof Fault) return error;
    throw error;
  }
}
