import type { Context } from "hono";
import { clientAddress } from "#app/api/edge/client-address";
import { runtime } from "#app/process/runtime";
import { findTokenCaller, type TokenCaller } from "#lib/callers/find-token-caller";
import { CountersignError } from "#lib/errors";
import { limitFailures } from "#lib/limits/limit-failures";

/**
 * The agent behind a call with a hook token in `Authorization`.
 * @throws {CountersignError} `invalid_hook_token`, `key_revoked`, `key_expired`, `rate_limited`.
 */
export function authenticateToken(c: Context): Promise<TokenCaller & { token: string }> {
  const given = /^Bearer (.+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
  return authenticateHeader(c, given, "Authorization: Bearer cst_...");
}

/**
 * The agent behind a call with a hook token in a header. A token of our form that is not known counts
 * as a failure of the address.
 * @throws {CountersignError} as {@link authenticateToken}.
 */
export async function authenticateHeader(
  c: Context,
  given: string | undefined,
  expected: string,
): Promise<TokenCaller & { token: string }> {
  const { db, secret, clock } = runtime();
  const token = /^cst_[\w-]{43}$/.exec(given ?? "")?.[0];
  if (token === undefined)
    throw new CountersignError("invalid_hook_token", "no hook token in the call", {
      userMessage: `The call has no token. Send ${expected}`,
    });
  const now = clock();
  const source = { address: clientAddress(c), callerId: "hook" };
  const caller = await limitFailures(db, source, now, () => findTokenCaller(db, secret, { token, now }));
  return { ...caller, token };
}

/**
 * Finds the agent of a token again, as long as the token stays the same key.
 * @throws {CountersignError} as {@link findTokenCaller}.
 */
export async function findSameCaller({
  token,
  keyId,
}: {
  token: string;
  keyId: string;
}): Promise<TokenCaller> {
  const { db, secret, clock } = runtime();
  const found = await findTokenCaller(db, secret, { token, now: clock() });
  if (found.keyId === keyId) return found;
  throw new CountersignError("invalid_hook_token", "the token changed during the call", {
    userMessage: "The hook token changed during the call.",
  });
}

/**
 * {@link findSameCaller} of a hook whose settings were checked.
 * @throws also `invalid_hook_token` for a hook that wasn't.
 */
export async function findCheckedCaller(token: { token: string; keyId: string }): Promise<TokenCaller> {
  const found = await findSameCaller(token);
  if (found.isChecked) return found;
  throw new CountersignError("invalid_hook_token", "the hook wasn't checked", {
    userMessage: "This hook token doesn't work yet. Run countersign hook check first.",
  });
}
