// @ts-check
import { admit, outcomeOf, startExecution } from "./admit.mjs";

/** @typedef {import("./admit.mjs").Admission} Admission */
/** @typedef {import("../action.mjs").Action} Action */

/**
 * Wraps a fetch handler (`(request) => response`): the handler runs after the grant was redeemed,
 * and performs the action that it is given. Reports `done` for a status below 400, `failed` below 500,
 * and `uncertain` for a server error.
 * @param {import("../tool.mjs").Tool} tool
 * @param {(request: Request) => Action | Promise<Action>} readAction gets a copy of the request,
 * whose body can be read
 * @param {(request: Request, admission: Admission) => Response | Promise<Response>} handler
 * @returns {(request: Request) => Promise<Response>}
 */
export function requireGrant(tool, readAction, handler) {
  return async (request) => {
    const admitted = await admit(tool, request, () => readAction(/** @type {Request} */ (request.clone())));
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
