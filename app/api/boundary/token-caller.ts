import type { Context } from "hono";
import { clientAddress } from "#app/api/edge/client-address";
import { runtime } from "#app/process/runtime";
import { findTokenCaller, type TokenCaller } from "#lib/callers/find-token-caller";
import { CountersignError } from "#lib/errors";
import { limitFailures } from "#lib/limits/limit-failures";

/**
 * The agent behind a call with a hook token. A token of our form that is not known counts as a
 * failure of the address.
 * @throws {CountersignError} `invalid_hook_token`, `key_revoked`, `key_expired`, `rate_limited`.
 */
export async function authenticateToken(c: Context): Promise<TokenCaller & { token: string }> {
  const { db, secret, clock } = runtime();
  const token = /^Bearer (cst_[\w-]{43})$/i.exec(c.req.header("authorization") ?? "")?.[1];
  if (token === undefined)
    throw new CountersignError("invalid_hook_token", "no hook token in the call", {
      userMessage: "The hook sent no token. Set Authorization: Bearer cst_... and the variable it names.",
    });
  const now = clock();
  const source = { address: clientAddress(c), callerId: "hook" };
  const caller = await limitFailures(db, source, now, () => findTokenCaller(db, secret, { token, now }));
  return { ...caller, token };
}
