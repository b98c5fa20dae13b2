import { Hono } from "hono";
import { perMinute } from "#app/api/edge/limits";
import { openCall } from "#app/api/edge/session-cookie";
import { fromStandby } from "#app/runtime/from-standby";
import { findPages } from "#app/web/pages";
import { search as find } from "#lib/search/search";

const longest = 200;

export const search = new Hono();

// Each pause in typing sends a request, and many people may share one client address.
search.use("/api/search", perMinute("search", 600));

/** `GET /api/search?q=`: what the viewer may open, and agents to hold. Without a text, the pages. */
search.get("/api/search", async (c) => {
  const { clock, viewer } = await openCall(c);
  const text = (c.req.query("q") ?? "").trim().slice(0, longest);
  const pages = findPages([...viewer.roles, ...(viewer.withheldRoles ?? [])], text);
  const found = text ? await fromStandby((db) => find(db, { viewer, text, now: clock() })) : {};
  return c.json({ pages, ...found }, 200, { "cache-control": "private, no-store" });
});
