// @ts-check
import { UncertainError } from "../refusal.mjs";
import { admit, outcomeOf, startExecution } from "./admit.mjs";

/** @typedef {import("./admit.mjs").Admission} Admission */
/** @typedef {import("../action.mjs").Action} Action */

/**
 * Hono middleware: lets a call through after its grant was redeemed. The handler performs
 * `c.get("countersign").action`. Reports `done` for a status below 400, `failed` below 500, and
 * `uncertain` for a server error.
 *
 * Hono's types are `any` here, so that this package depends on no version of them.
 * @param {import("../tool.mjs").Tool} tool
 * @param {(context: any) => Action | Promise<Action>} readAction
 * @returns {(context: any, next: () => Promise<void>) => Promise<Response | void>}
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
