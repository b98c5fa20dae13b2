import { Hono } from "hono";
import { openCall } from "#app/api/edge/session-cookie";
import { listNotices } from "#lib/notices/list-notices";

/** The viewer's notices, for open pages. */
export const notices = new Hono();

/** `GET /api/notices`: the newest one that the viewer has not seen, by ID. */
notices.get("/api/notices", async (c) => {
  const { db, clock, personId } = await openCall(c);
  const [newest] = (await listNotices(db, { personId, now: clock() })).notices;
  return c.json({ newest: newest?.id ?? null }, 200, { "cache-control": "private, no-store" });
});
