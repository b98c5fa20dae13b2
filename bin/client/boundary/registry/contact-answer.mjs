// @ts-check
import { Fault } from "../../fault.mjs";

/** @typedef {import("./contact.mjs").Pins} Pins */

/**
 * Reads the answer to a contact.
 * @param {any} answer
 * @returns {{heldTools: Pins["heldTools"], mapping: unknown}}
 * @throws {Fault} `untrusted`
 */
export function readAnswer(answer) {
  const { held_tools: heldTools, mapping } = Object(answer);
  if (heldTools === "block" || heldTools === "step_up") return { heldTools, mapping };
  throw new Fault("untrusted", "the server's answer isn't one to a contact");
}

/**
 * Reads the answer to a contact with tools.
 * @param {any} answer
 * @returns {Pins & {wanted: string[], mapping: unknown}}
 * @throws {Fault} `untrusted`
 */
export function readListAnswer(answer) {
  const { heldTools, mapping } = readAnswer(answer);
  const { accepted, wanted } = Object(answer.tools);
  const isWhole =
    Array.isArray(wanted) &&
    Object(accepted) === accepted &&
    Object.values(accepted).every(
      (hashes) => typeof hashes?.description === "string" && typeof hashes?.schema === "string",
    );
  if (!isWhole) throw new Fault("untrusted", "the server's answer isn't one to a contact");
  return { heldTools, accepted: new Map(Object.entries(accepted)), wanted, mapping };
}
