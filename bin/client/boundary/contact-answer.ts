import type { Untyped } from "#client/json/untyped";
import { Fault } from "../fault.ts";
import type { Pins } from "./contact.ts";

/** Reads the answer to a contact. @throws {Fault} `untrusted` */
export function readAnswer(answer: Untyped): { heldTools: Pins["heldTools"]; mapping: unknown } {
  const { held_tools: heldTools, mapping } = Object(answer);
  if (heldTools === "block" || heldTools === "step_up") return { heldTools, mapping };
  throw new Fault("untrusted", "the server's answer isn't one to a contact");
}

/** Reads the answer to a contact with tools. @throws {Fault} `untrusted` */
export function readListAnswer(answer: Untyped): Pins & { wanted: string[]; mapping: unknown } {
  const { heldTools, mapping } = readAnswer(answer);
  const { accepted, wanted } = Object(answer.tools);
  const isWhole =
    Array.isArray(wanted) &&
    Object(accepted) === accepted &&
    Object.values<Untyped>(accepted).every(
      (hashes) => typeof hashes?.description === "string" && typeof hashes?.schema === "string",
    );
  if (!isWhole) throw new Fault("untrusted", "the server's answer isn't one to a contact");
  return { heldTools, accepted: new Map(Object.entries(accepted)), wanted, mapping };
}
