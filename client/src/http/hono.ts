import type { Context, MiddlewareHandler } from "hono";
import type { Action } from "../action.ts";
import { UncertainError } from "../refusal.ts";
import type { Tool } from "../tool.ts";
import { type Admission, admit, outcomeOf, startExecution } from "./admit.ts";

export type { Action } from "../action.ts";
export type { Admission } from "./admit.ts";

/**
 * Hono middleware that lets a call through after its grant was redeemed, for
 * `c.get("countersign").action`. Reports `done` below status 400, `failed` below 500, else
 * `uncertain`.
 */
export function requireGrant(
  tool: Tool,
  readAction: (context: Context) => Action | Promise<Action>,
): MiddlewareHandler<{ Variables: { countersign: Admission } }> {
  return async (context, next) => {
    const { raw, method } = context.req;
    const admitted = await admit(tool, { headers: raw.headers, method }, () => readAction(context));
    if (!admitted.admission) {
      const { status, headers, body } = admitted.refused;
      return new Response(body, { status, headers });
    }
    context.set("countersign", admitted.admission);
    const report = startExecution(tool, admitted.admission);
    await next();
    const { error, res } = context;
    await report(error instanceof UncertainError ? "uncertain" : outcomeOf(res.status), error?.message);
  };
}
