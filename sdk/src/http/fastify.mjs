// @ts-check
import { admit, startExecution } from "./admit.mjs";
import { reportWhenSent } from "./node-response.mjs";

/** @typedef {import("./fastify-request.mjs").Admission} Admission */
/** @typedef {import("../action.mjs").Action} Action */

/**
 * A Fastify `preHandler` hook: lets a call through after its grant was redeemed. The handler
 * performs `request.countersign.action`. Outcomes are reported as in the Express middleware.
 * @param {import("../tool.mjs").Tool} tool
 * @param {(request: import("fastify").FastifyRequest<any>) => Action | Promise<Action>} readAction
 * @returns {(request: any, reply: any) => Promise<unknown>}
 */
export function requireGrant(tool, readAction) {
  return async (request, reply) => {
    const admitted = await admit(tool, request, () => readAction(request));
    if (!admitted.admission) {
      const { status, headers, body } = admitted.refused;
      // Returning the reply ends the hooks: the handler doesn't run.
      return reply.code(status).headers(headers).send(body);
    }
    request.countersign = admitted.admission;
    reportWhenSent(reply.raw, startExecution(tool, admitted.admission));
  };
}
