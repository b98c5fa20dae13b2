import { Hono } from "hono";
import { openCall } from "#app/api/edge/session-cookie";
import { readQueueQuery } from "#app/web/query/queue-query";
import { countDecidable, findDecisionQueue } from "#lib/requests/decidable-requests";
import { findRequestForViewer } from "#lib/requests/find-for-viewer";
import { progressOf } from "#lib/requests/progress";
import { listPendingCards } from "#lib/requests/queue/list-pending-cards";
import { listQueue } from "#lib/requests/queue/list-queue";
import { isHistory } from "#lib/requests/queue/queue-query";

/** Data for open pages to read after `/api/live` tells them to reload. */
export const queue = new Hono();

/** `GET /api/queue?<filters>`: the ids on that page, with each request of a card of several. */
queue.get("/api/queue", async (c) => {
  const { db, clock, viewer } = await openCall(c);
  const filter = readQueueQuery(c.req.query(), viewer);
  const ids = isHistory(filter)
    ? (await listQueue(db, viewer, filter, clock())).items.map(({ id }) => id)
    : (await listPendingCards(db, viewer, filter, { now: clock() })).cards.flatMap((card) => card.ids);
  return c.json({ ids }, 200, { "cache-control": "private, no-store" });
});

queue.get("/api/queue/count", async (c) => {
  const { db, clock, personId } = await openCall(c);
  const count = await countDecidable(db, personId, clock());
  return c.json({ count }, 200, { "cache-control": "private, no-store" });
});

/** `GET /api/queue/next?wanted=`: the wanted request, else the soonest to expire, or null. */
queue.get("/api/queue/next", async (c) => {
  const { db, clock, personId } = await openCall(c);
  const wanted = c.req.query("wanted") ?? "";
  const { position, next = null } = await findDecisionQueue(db, {
    personId,
    requestId: wanted,
    now: clock(),
  });
  const id = position === undefined ? next : wanted;
  return c.json({ id }, 200, { "cache-control": "private, no-store" });
});

queue.get("/api/queue/:id", async (c) => {
  const { db, clock, viewer } = await openCall(c);
  const view = await findRequestForViewer(db, viewer, c.req.param("id"), clock());
  return c.json(progressOf(view), 200, { "cache-control": "private, no-store" });
});
