import type { Context } from "hono";
import { authenticateToken, requireEdge } from "#app/api/boundary/token-caller";
import { readBytes } from "#app/api/edge/body";
import { runtime } from "#app/runtime/runtime";
import { confirmHookToken } from "#lib/agents/keys/activate-hook-token";
import type { HookClient } from "#lib/boundary/hooks/action-of-hook";
import { checkSettings } from "#lib/boundary/hooks/check-settings";
import { parseIJson } from "#lib/json/parse";
import { CountersignError } from "#lib/kernel/errors";

/**
 * Checks the settings of a client, and lets its token ask when no call can run without a decision.
 * `is_active`: whether a call with the token was decided before. The check itself is no such call.
 * @throws {CountersignError} `invalid_input` with the errors; those of {@link authenticateToken} and
 * {@link requireEdge}.
 */
export async function checkHook(c: Context, client: HookClient) {
  const { db, config, clock } = runtime();
  const { agent, keyId, isActive } = requireEdge(await authenticateToken(c), client);
  const settings = parseIJson(await readBytes(c, 256 * 1024));
  const errors = checkSettings(client, settings, {
    origin: config.origin,
    holdSeconds: config.hookHoldSeconds,
  });
  if (errors.length > 0)
    throw new CountersignError("invalid_input", `${errors.length} errors in the settings of a hook`, {
      userMessage: "With these settings a call can run without a decision. See errors.",
      details: { errors },
    });
  await confirmHookToken(db, { agentId: agent.id, keyId, edge: client, now: clock() });
  const holdSeconds = config.hookHoldSeconds;
  return { agent: { id: agent.id }, key: { id: keyId }, is_active: isActive, hold_seconds: holdSeconds };
}
