import { testRequestType } from "#lib/descriptors/test-request-type";
import { CountersignError } from "#lib/kernel/errors";
import { checkParams } from "#lib/policy/action-types/check-params";
import type { LoadedPolicy } from "#lib/policy/engine/rule-index";
import type { Submission } from "./submission.ts";

interface Asking {
  caller: Pick<Submission["caller"], "id" | "isTest">;
  ask: Pick<Submission["ask"], "action">;
}

/**
 * Refuses an action that the caller may not ask for in this version: the action type of test requests,
 * to every agent but a test agent, and params that don't match their type ({@link checkParams}).
 * @throws {CountersignError} `invalid_action`
 */
export function checkAction(policy: LoadedPolicy, { caller, ask: { action } }: Asking): void {
  if (action.type === testRequestType && !caller.isTest) throw onlyForTests(caller.id);
  checkParams(policy, action);
}

// Approvers read built-in words for the type, and another agent that asks for it would get a grant.
function onlyForTests(agentId: string): CountersignError {
  return new CountersignError("invalid_action", `${agentId} is no test agent`, {
    userMessage: `The action type ${testRequestType} is for test requests from the console. Use another type.`,
    details: { errors: [{ path: "/action/type", message: "is for test requests only" }] },
  });
}
