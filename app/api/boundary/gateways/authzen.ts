import { type Context, Hono } from "hono";
import { z } from "zod";
import { logUnexpected, readHold } from "#app/api/boundary/decide-for-gateway";
import { authenticateTokens } from "#app/api/boundary/token-caller";
import { faultsOf, readBytes } from "#app/api/edge/body";
import { knownError, statusOf } from "#app/runtime/problem";
import { runtime } from "#app/runtime/runtime";
import { evaluationSchema, readBatch } from "#lib/boundary/gateways/authzen-schema";
import { parseAsk } from "#lib/json/parse";
import { plainWords } from "#lib/json/plain-words";
import { evaluate, evaluateBatch } from "./evaluate-authzen.ts";

/** AuthZEN Authorization API 1.0: Countersign as a Policy Decision Point (docs/guides/authzen.md). */
export const authzen = new Hono();

/** Metadata (section 9), with the obligations that a decision may have (Obligations Profile, section 6). */
authzen.get("/.well-known/authzen-configuration", (c) => {
  const { origin } = runtime().config;
  const metadata = {
    policy_decision_point: origin,
    access_evaluation_endpoint: `${origin}/access/v1/evaluation`,
    access_evaluations_endpoint: `${origin}/access/v1/evaluations`,
    obligations_supported: ["custom"],
  };
  return c.json(metadata, 200, { "cache-control": "public, max-age=300" });
});

authzen.post("/access/v1/evaluation", (c) =>
  answered(c, async () => {
    const gateway = await authenticate(c);
    return evaluate(c, gateway, evaluationSchema.parse(parseAsk(await readBytes(c)), plainWords));
  }),
);

authzen.post("/access/v1/evaluations", (c) =>
  answered(c, async () => {
    const gateway = await authenticate(c);
    const body = parseAsk(await readBytes(c));
    const batch = readBatch(body);
    if (!batch) return evaluate(c, gateway, evaluationSchema.parse(body, plainWords));
    return { evaluations: await evaluateBatch(c, gateway, batch) };
  }),
);

// The metadata names no endpoint for search (section 8), so that none is offered.
authzen.all("/access/v1/search/*", (c) =>
  c.json("Countersign offers no search: it decides about one action at a time.", 404),
);

async function authenticate(c: Context) {
  const holdUntil = performance.now() + readHold(c) * 1000;
  return { ...(await authenticateTokens(c)), holdUntil };
}

/** A denial has the status 200 (section 10.1). Errors are 400, 401, 403 or 500, with a text (10.1.11). */
async function answered(c: Context, work: () => Promise<object>): Promise<Response> {
  const requestId = c.req.header("x-request-id");
  if (requestId !== undefined) c.header("x-request-id", requestId);
  c.header("cache-control", "no-store");
  try {
    return c.json(await work());
  } catch (thrown) {
    if (thrown instanceof z.ZodError) {
      const faults = faultsOf(thrown).map(({ path, message }) => `${path} ${message}`);
      return c.json(`The request is invalid: ${faults.join("; ")}`, 400);
    }
    logUnexpected(c, thrown);
    const error = knownError(thrown);
    const status = errorStatus(statusOf[error.code]);
    if (status === 401) c.header("www-authenticate", 'Bearer realm="countersign"');
    if (error.retryAfterSeconds !== undefined) c.header("retry-after", String(error.retryAfterSeconds));
    return c.json(error.userMessage, status);
  }
}

/** The nearest of the four statuses that the specification has for errors. */
function errorStatus(status: number): 400 | 401 | 403 | 500 {
  if (status === 401 || status === 403) return status;
  if (status === 429) return 403;
  return status >= 500 ? 500 : 400;
}
