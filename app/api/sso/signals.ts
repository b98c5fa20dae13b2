import { type Context, Hono } from "hono";
import { readBytes } from "#app/api/edge/body";
import { perMinute } from "#app/api/edge/limits";
import { callLog } from "#app/runtime/call-id";
import { knownError, statusOf } from "#app/runtime/problem";
import { runtime } from "#app/runtime/runtime";
import { receiveSignal } from "#lib/provisioning/signals/receive-signal";

const mediaType = "application/secevent+jwt";
const maximumBytes = 64 * 1024;

/** Security events from identity providers (RFC 8935), authenticated by the token's own signature. */
export const signals = new Hono();

signals.post("/ssf/events", perMinute("signal", 600), async (c) => {
  const { db, outbound, clock } = runtime();
  const token = Buffer.from(await readBytes(c, maximumBytes, [mediaType])).toString("latin1");
  await receiveSignal(db, { token: token.trim(), outbound, now: clock() });
  return c.body(null, 202);
});

signals.onError((thrown, c) => refusal(c, thrown));

/** A refused token gets 400 with `err` (RFC 8935, section 2.3). Other statuses ask to resend. */
function refusal(c: Context, thrown: unknown): Response {
  const error = knownError(thrown);
  const log = callLog(c);
  if (error.code === "internal") log.error({ err: thrown }, "a signal could not be taken in");
  // The operator can end this, so that the cause is named: an address that is not allowed, say.
  else if (error.code === "busy") log.warn({ err: thrown }, "an event source's keys could not be fetched");
  else log.info({ code: error.code, why: error.details.err }, "a signal was refused");
  const headers: Record<string, string> = { "content-language": "en", "cache-control": "no-store" };
  if (error.retryAfterSeconds !== undefined) headers["retry-after"] = String(error.retryAfterSeconds);
  // The person changes at this moment: the event source has to resend the token, and then the
  // person's new state applies.
  const isPassing = error.code === "conflict" || error.code === "not_found";
  const status = error.code === "unsupported_media_type" ? 400 : isPassing ? 503 : statusOf[error.code];
  const err = error.details.err ?? "invalid_request";
  return c.json({ err, description: error.userMessage }, status as 400, headers);
}
