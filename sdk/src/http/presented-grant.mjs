// @ts-check

/** @typedef {import("../grant/verify-proof.mjs").Presented} Presented */

/**
 * The grant and the agent's proof in the headers of a call: `Authorization: Bearer <grant>` (or
 * `DPoP <grant>`), with `DPoP` or `Countersign-Proof`.
 * @param {{headers: Headers | Record<string, string | string[] | undefined>, method?: string}} call
 * @returns {Presented | undefined} undefined without a grant
 */
export function presentedGrant({ headers, method }) {
  const [, grant] = /^(?:bearer|dpop) +(\S+)$/i.exec(headerOf(headers, "authorization") ?? "") ?? [];
  if (grant === undefined) return undefined;
  return {
    grant,
    dpop: headerOf(headers, "dpop"),
    agentProof: headerOf(headers, "countersign-proof"),
    method,
  };
}

/**
 * @param {Headers | Record<string, string | string[] | undefined>} headers
 * @param {string} name lower case, as Node writes the names
 */
function headerOf(headers, name) {
  const value = headers instanceof Headers ? headers.get(name) : headers[name];
  return typeof value === "string" ? value : undefined;
}
