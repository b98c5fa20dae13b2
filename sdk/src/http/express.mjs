// @ts-check
import { admit, startExecution } from "./admit.mjs";
import { reportWhenSent } from "./node-response.mjs";

/** @typedef {import("./express-request.mjs").Admission} Admission */
/** @typedef {import("../action.mjs").Action} Action */

/**
 * Express middleware: lets a call through after its grant was redeemed. The handler performs
 * `request.countersign.action`. Reports `done` for a status below 400, `failed` below 500, and
 * `uncertain` for a server error or if the connection closes before the response is complete.
 * @param {import("../tool.mjs").Tool} tool
 * @param {(request: any) => Action | Promise<Action>} readAction
 * @returns {(request: any, response: any, next: (error?: any) => void) => Promise<void>}
 */
export function requireGrant(tool, readAction) {
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
