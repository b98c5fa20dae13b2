import { Hono } from "hono";
import { viewerOf } from "#app/api/edge/session-cookie";
import { runtime } from "#app/runtime/runtime";
import { replayProgress } from "#lib/policy/replay/find-replay";

/** Replays of the draft policy over past requests. */
export const replays = new Hono();

/** `GET /api/replays/{id}`: how far it is, for an admin's open page. */
replays.get("/api/replays/:id", async (c) => {
  const viewer = await viewerOf(c);
  const { state, total, done } = await replayProgress(runtime().db, viewer, c.req.param("id"));
  return c.json({ state, total, done }, 200, { "cache-control": "private, no-store" });
});
