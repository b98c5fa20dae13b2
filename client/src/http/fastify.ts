import type { FastifyRequest } from "fastify";
import type { Action } from "../action.ts";
import type { Untyped } from "../json/untyped.ts";
import type { Tool } from "../tool.ts";
import { admit, startExecution } from "./admit.ts";
import { reportWhenSent } from "./node-response.ts";

export type { Action } from "../action.ts";
export type { Admission } from "./fastify-request.ts";

/** A Fastify `preHandler` hook that lets a call through after its grant was redeemed, as in Express. */
export function requireGrant(
  tool: Tool,
  readAction: (request: FastifyRequest<Untyped>) => Action | Promise<Action>,
): (request: Untyped, reply: Untyped) => Promise<unknown> {
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
