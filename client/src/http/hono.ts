import type { Context, MiddlewareHandler } from "hono";
import type { Action } from "../action.ts";
import { UncertainError } from "../refusal.ts";
import type { Tool } from "../tool.ts";
import { type Admission, admit, outcomeOf, startExecution } from "./admit.ts";

export type { Action } from "../action.ts";
export type { Admission } from "./admit.ts";

/** As for Express: the handler performs `c.get("countersign").action` after redemption. */
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
