import { Hono } from "hono";
import { viewerOf } from "#app/api/edge/session-cookie";
import { runtime } from "#app/runtime/runtime";
import { listNotices } from "#lib/notices/list-notices";

/** The viewer's notices, for open pages. */
export const notices = new Hono();

/** `GET /api/notices`: the newest one that the viewer has not seen, by ID. */
notices.get("/api/notices", async (c) => {
  const { personId } = await viewerOf(c);
  const { db, clock } = runtime();
  const [newest] = (await listNotices(db, { personId, now: clock() })).notices;
  return c.json({ newest: newest?.id ?? null }, 200, { "cache-control": "private, no-store" });
});
