// @ts-check
import { outcomeOf } from "./admit.mjs";

/**
 * @typedef {{statusCode: number, writableFinished: boolean, once: (event: "close", listener: () =>
 * void) => unknown}} NodeResponse
 */

/**
 * Reports when Node has sent a response, or when its connection closed before.
 * @param {NodeResponse} response
 * @param {(outcome: "done" | "failed" | "uncertain", error?: string) => Promise<void>} report
 */
export function reportWhenSent(response, report) {
  response.once("close", () => {
    if (!response.writableFinished)
      void report("uncertain", "the connection closed before the response was sent");
    else void report(outcomeOf(response.statusCode));
  });
}
