import type { Context } from "hono";
import { clientAddress } from "#app/api/edge/client-address";
import { runtime } from "#app/runtime/runtime";
import { edgeName } from "#components/boundaries/source-words.ts";
import type { RequestEdge } from "#db/schema/requests";
import { activateHookToken } from "#lib/agents/keys/activate-hook-token";
import { isHookClient } from "#lib/boundary/hooks/action-of-hook";
import { findTokenCaller, type TokenCaller } from "#lib/callers/find-token-caller";
import { CountersignError } from "#lib/kernel/errors";
import { limitFailures } from "#lib/limits/limit-failures";

/** A call with a hook token. */
export interface TokenCall extends TokenCaller {
  token: string;
  /** Whether a person tries the address: the call is decided, and shows nothing about the client. */
  isCheck: boolean;
}

/** The header that marks a call as a check. Whatever isn't marked is a call of the client or gateway. */
const checkHeader = "x-countersign-check";

/**
 * The agent behind a call with a hook token in `Authorization`.
 * @throws {CountersignError} `invalid_hook_token`, `key_revoked`, `key_expired`, `rate_limited`.
 */
export function authenticateToken(c: Context): Promise<TokenCall> {
  return authenticateHeader(c, bearerOf(c), "Authorization: Bearer cst_...");
}

/** A gateway that serves more agents than this needs a second setting of its own. */
const mostTokens = 20;

/**
 * The agents behind the hook tokens in `Authorization: Bearer cst_..., cst_...`, for a gateway that
 * asks for several agents. Each token comes from its own agent's owner or an admin, so that a gateway
 * speaks for no agent whose token it wasn't given. A token that ended takes only its own agent away.
 * @returns the callers, and the errors of the tokens that have none
 * @throws {CountersignError} as {@link authenticateToken}, if no token is good.
 */
export async function authenticateTokens(
  c: Context,
): Promise<{ callers: TokenCall[]; errors: CountersignError[] }> {
  const given = new Set((bearerOf(c) ?? "").split(/, ?/));
  if (given.size > mostTokens)
    throw new CountersignError("invalid_hook_token", `${given.size} hook tokens in the call`, {
      userMessage: `The call has more than ${mostTokens} hook tokens. Send at most ${mostTokens}, one for each agent.`,
    });
  const callers: TokenCall[] = [];
  const errors: CountersignError[] = [];
  for (const token of given) {
    try {
      callers.push(await authenticateHeader(c, token, "Authorization: Bearer cst_..."));
    } catch (error) {
      if (!(error instanceof CountersignError)) throw error;
      errors.push(error);
    }
  }
  if (callers.length === 0) throw errors[0];
  return { callers, errors };
}

function bearerOf(c: Context): string | undefined {
  return /^Bearer (.+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
}

/** The agent of a token in a header. A token of our form that isn't known counts as a failure. */
export async function authenticateHeader(
  c: Context,
  given: string | undefined,
  expected: string,
): Promise<TokenCall> {
  const { db, secret, clock } = runtime();
  const token = /^cst_[\w-]{43}$/.exec(given ?? "")?.[0];
  if (token === undefined)
    throw new CountersignError("invalid_hook_token", "no hook token in the call", {
      userMessage: `The call has no token. Send ${expected}`,
    });
  const now = clock();
  const source = { address: clientAddress(c), callerId: "hook" };
  const caller = await limitFailures(db, source, now, () => findTokenCaller(db, secret, { token, now }));
  return { ...caller, token, isCheck: c.req.header(checkHeader) !== undefined };
}

/** Finds the agent of a token again, as long as the token stays the same key. */
async function findSameCaller({ token, keyId }: TokenCall): Promise<TokenCaller> {
  const { db, secret, clock } = runtime();
  const found = await findTokenCaller(db, secret, { token, now: clock() });
  if (found.keyId === keyId) return found;
  throw new CountersignError("invalid_hook_token", "the token changed during the call", {
    userMessage: "The hook token changed during the call.",
  });
}

/**
 * {@link findSameCaller} for a call at an edge that is decided now, which activates the token. A token
 * is for one edge, so that its state says something about each client that uses it.
 * @throws also `invalid_hook_token` for a token of another edge, and for a hook whose settings
 * weren't checked.
 */
export async function findCallerAt(edge: RequestEdge, call: TokenCall): Promise<TokenCaller> {
  const found = requireEdge(await findSameCaller(call), edge);
  if (isHookClient(edge) && !found.isChecked)
    throw new CountersignError("invalid_hook_token", "the hook wasn't checked", {
      userMessage: "This hook token doesn't work yet. Run countersign hook check first.",
    });
  if (found.isActive || call.isCheck) return found;
  const { db, clock } = runtime();
  await activateHookToken(db, { agentId: found.agent.id, keyId: found.keyId, edge, now: clock() });
  // At the same moment another edge may have made the first call.
  return requireEdge(await findSameCaller(call), edge);
}

/** The caller, if its token is for this edge or none yet. @throws {CountersignError} `invalid_hook_token` */
export function requireEdge<T extends TokenCaller>(caller: T, edge: RequestEdge): T {
  if (caller.edge === null || caller.edge === edge) return caller;
  throw new CountersignError("invalid_hook_token", `the token is for ${caller.edge}, not ${edge}`, {
    userMessage: `This hook token is for ${caller.edge === "toolhive" ? "" : "the "}${edgeName(caller.edge)}, so it can't be used here. Create a token for this client or gateway.`,
  });
}
