import type { Action } from "../action.ts";
import type { Tool } from "../tool.ts";
import { type Admission, admit, outcomeOf, startExecution } from "./admit.ts";

export type { Action } from "../action.ts";
export type { Admission } from "./admit.ts";

/**
 * Wraps a fetch handler (`(request) => response`): the handler runs after the grant was redeemed,
 * and performs the action that it is given. Reports `done` for a status below 400, `failed` below
 * 500, and `uncertain` for a server error.
 * @param readAction gets a copy of the request, whose body can be read
 */
export function requireGrant(
  tool: Tool,
  readAction: (request: Request) => Action | Promise<Action>,
  handler: (request: Request, admission: Admission) => Response | Promise<Response>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const admitted = await admit(tool, request, () => readAction(request.clone() as Request));
    if (!admitted.admission) {
      const { status, headers, body } = admitted.refused;
      return new Response(body, { status, headers });
    }
    const report = startExecution(tool, admitted.admission);
    try {
      const response = await handler(request, admitted.admission);
      await report(outcomeOf(response.status));
      return response;
    } catch (thrown) {
      // The server answers with a 500.
      await report("uncertain", String(Object(thrown).message));
      throw thrown;
    }
  };
}
