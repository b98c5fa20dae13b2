import type { Action } from "../action.ts";
import type { Untyped } from "../json/untyped.ts";
import type { Tool } from "../tool.ts";
import { admit, startExecution } from "./admit.ts";
import { reportWhenSent } from "./node-response.ts";

export type { Action } from "../action.ts";
export type { Admission } from "./express-request.ts";

/**
 * Express middleware: lets a call through after its grant was redeemed, for
 * `request.countersign.action`. Reports `done` below status 400, `failed` below 500, else
 * `uncertain`, also if the connection closes.
 */
export function requireGrant(
  tool: Tool,
  readAction: (request: Untyped) => Action | Promise<Action>,
): (request: Untyped, response: Untyped, next: (error?: Untyped) => void) => Promise<void> {
  return async (request, response, next) => {
    try {
      const admitted = await admit(tool, request, () => readAction(request));
      if (!admitted.admission) {
        const { status, headers, body } = admitted.refused;
        response.status(status).set(headers).send(body);
        return;
      }
      request.countersign = admitted.admission;
      reportWhenSent(response, startExecution(tool, admitted.admission));
    } catch (error) {
      next(error);
      return;
    }
    next();
  };
}
