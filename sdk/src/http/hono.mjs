// @ts-check
import { UncertainError } from "../refusal.mjs";
import { admit, outcomeOf, startExecution } from "./admit.mjs";

/** @typedef {import("./admit.mjs").Admission} Admission */
/** @typedef {import("../action.mjs").Action} Action */

/**
 * Hono middleware: lets a call through after its grant was redeemed. The handler performs
 * `c.get("countersign").action`. Reports `done` for a status below 400, `failed` below 500, and
 * `uncertain` for a server error.
 * @param {import("../tool.mjs").Tool} tool
 * @param {(context: import("hono").Context) => Action | Promise<Action>} readAction
 * @returns {import("hono").MiddlewareHandler<{Variables: {countersign: Admission}}>}
 */
export function requireGrant(tool, readAction) {
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
