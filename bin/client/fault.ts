import type { ExitName } from "./exit-codes.ts";

export type Json = null | boolean | number | string | Json[] | JsonObject;
export type JsonObject = { [name: string]: Json | undefined };

/** A failed command's exit code, and the message for the developer. */
export class Fault extends Error {
  readonly code: string | undefined;
  readonly answer: unknown;
  wasSent: boolean;
  /** @param options `code` and `answer`: the server's problem document */
  constructor(
    readonly exit: ExitName,
    message: string,
    options: { code?: string; answer?: unknown; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = "Fault";
    this.code = options.code;
    this.answer = options.answer;
    /** False only if certainly nothing reached the server. */
    this.wasSent = true;
  }
}
