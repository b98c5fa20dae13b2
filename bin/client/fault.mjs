// @ts-check

/** @typedef {null | boolean | number | string | Json[] | JsonObject} Json */
/** @typedef {{[name: string]: Json | undefined}} JsonObject */

/** A failed command's exit code, and the message for the developer. */
export class Fault extends Error {
  /**
   * @param {import("./exit-codes.mjs").ExitName} exit
   * @param {string} message
   * @param {{code?: string, answer?: unknown, cause?: unknown}} [options] `code` and `answer`: the
   * server's problem document
   */
  constructor(exit, message, options = {}) {
    super(message, { cause: options.cause });
    this.name = "Fault";
    this.exit = exit;
    this.code = options.code;
    this.answer = options.answer;
    /** False only if it is certain that nothing reached the server. */
    this.wasSent = true;
  }
}
