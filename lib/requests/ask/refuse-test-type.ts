import { testRequestType } from "#lib/descriptors/built-in/test-request-type";
import { CountersignError } from "#lib/errors";
import type { Submission } from "./submission.ts";

interface Asking {
  caller: Pick<Submission["caller"], "id" | "isTest">;
  ask: { action: { type: string } };
}

/**
 * Refuses the action type of test requests to every agent but a test agent: approvers read built-in
 * words for it, and an agent that asks for it would get a grant.
 * @throws {CountersignError} `invalid_action`
 */
export function refuseTestType({ caller, ask }: Asking): void {
  if (ask.action.type !== testRequestType || caller.isTest) return;
  throw new CountersignError("invalid_action", `${caller.id} is no test agent`, {
    userMessage: `The action type ${testRequestType} is for test requests from the console. Use another type.`,
    details: { errors: [{ path: "/action/type", message: "is for test requests only" }] },
  });
}
