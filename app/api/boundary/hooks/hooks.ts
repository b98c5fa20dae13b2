import { type Context, Hono } from "hono";
import { decideForGateway } from "#app/api/boundary/decide-for-gateway";
import { authenticateToken, findCallerAt, type TokenCall } from "#app/api/boundary/token-caller";
import { readBytes } from "#app/api/edge/body";
import { callLog } from "#app/runtime/call-id";
import { knownError, problemResponse } from "#app/runtime/problem";
import { runtime } from "#app/runtime/runtime";
import { actionOfHook, type HookClient, hookClients, isHookClient } from "#lib/boundary/hooks/action-of-hook";
import { type CallAfter, type CallBefore, callHashOf, readHookEvent } from "#lib/boundary/hooks/hook-event";
import { reportCall } from "#lib/boundary/hooks/report-call";
import { CallError } from "#lib/boundary/mapping/engine/call-error";
import type { TokenCaller } from "#lib/callers/find-token-caller";
import { parseAsk } from "#lib/json/parse";
import { CountersignError } from "#lib/kernel/errors";
import { checkHook } from "./check-hook.ts";
import { answerDecision, answerReport } from "./hook-answer.ts";

/** Hooks of clients that run tools (docs/guides/claude-code.md). */
export const hooks = new Hono();

/** Files that a tool writes, and the tools' answers, are in the body. */
const mostBytes = 1024 * 1024;

hooks.post("/hooks/:client/check", async (c) => {
  try {
    return c.json(await checkHook(c, clientOf(c)), 200, { "cache-control": "no-store" });
  } catch (error) {
    logUnexpected(c, error);
    return problemResponse(c, error);
  }
});

for (const client of hookClients)
  hooks.post(`/hooks/${client}`, (c) => answered(c, () => answerHook(c, client)));

// Everything else too, so that a mistyped address or method decides nothing. Not 200: an Envoy with a
// wrong path prefix would let the call through, and needs no token to get here. A client with a
// mistyped address runs the call unless it blocks on failure: the check refuses such settings.
hooks.all("/hooks/*", (c) =>
  answerDecision(
    c,
    "deny",
    "This isn't a hook address of Countersign, so the call didn't run. See docs/guides.",
    403,
  ),
);

async function answerHook(c: Context, client: HookClient): Promise<Response> {
  const caller = await authenticateToken(c);
  const bytes = await readBytes(c, mostBytes);
  const event = readHookEvent(readReport(bytes) ?? parseAsk(bytes));
  if (!event)
    return answerDecision(c, "deny", "Countersign doesn't know this hook event, so the call didn't run.");
  return event.hook_event_name === "PreToolUse"
    ? decide(c, client, caller, event)
    : report(c, client, caller, event);
}

/**
 * A report of what a call became; undefined for another event. What a tool answered may be no I-JSON.
 * Only the input in a report is compared, and strictly. A call before its decision is always read
 * strictly, whatever its input contains.
 */
function readReport(bytes: Uint8Array): object | undefined {
  const text = Buffer.from(bytes).toString();
  if (!/"hook_event_name"\s*:\s*"PostToolUse/.test(text)) return undefined;
  const event: unknown = JSON.parse(text);
  if (typeof event !== "object" || event === null || Array.isArray(event)) return undefined;
  const { hook_event_name: name } = event as Record<string, unknown>;
  return typeof name === "string" && name.startsWith("PostToolUse") ? event : undefined;
}

async function decide(
  c: Context,
  client: HookClient,
  caller: TokenCall,
  event: CallBefore,
): Promise<Response> {
  const { action, reason } = actionOfHook(client, event);
  const decided = await decideForGateway(c, {
    ...{ edge: client, agentId: caller.agent.id, action, reason, callHash: callHashOf(event) },
    authenticate: () => findCallerAt(client, caller),
    holdSeconds: runtime().config.hookHoldSeconds,
  });
  return decided.isAllowed
    ? answerDecision(c, "allow", `Allowed by Countersign as ${decided.requestId}.`)
    : answerDecision(c, "deny", decided.message);
}

async function report(
  c: Context,
  client: HookClient,
  { agent, keyId }: TokenCaller,
  call: CallAfter,
): Promise<Response> {
  const { db, clock, events } = runtime();
  const result = await reportCall(db, { client, agentId: agent.id, keyId, call, now: clock() });
  if (result !== "input_changed") return answerReport(c);
  events.announce("outbox");
  return answerReport(
    c,
    "This tool ran with another input than the one that was allowed, because another hook changed it. The owner was notified.",
  );
}

async function answered(c: Context, work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CallError)
      return answerDecision(
        c,
        "deny",
        `Countersign can't describe this call (${error.message}), so it didn't run.`,
      );
    logUnexpected(c, error);
    return answerDecision(c, "deny", `${knownError(error).userMessage} The call didn't run.`);
  }
}

function logUnexpected(c: Context, error: unknown): void {
  const isExpected = knownError(error).code !== "internal" || error instanceof SyntaxError;
  if (!isExpected) callLog(c).error({ err: error }, "a hook could not be answered");
}

function clientOf(c: Context): HookClient {
  const client = c.req.param("client") ?? "";
  if (isHookClient(client)) return client;
  throw new CountersignError("not_found", "no such client", {
    userMessage: `Countersign has hooks for ${hookClients.join(", ")}.`,
  });
}
