import { type Context, Hono } from "hono";
import { perMinute } from "#app/api/edge/limits";
import { viewerOf } from "#app/api/edge/session-cookie";
import { runtime } from "#app/runtime/runtime";
import { suggestAgents } from "#lib/agents/choose-agent";
import { suggestPeople } from "#lib/people/choose-person";

/** `GET /api/suggestions/<kind>?search=`: for fields that name a person or an agent. */
export const suggestions = new Hono();

// Each pause in typing sends a request, and many people may share one client address.
suggestions.use("/api/suggestions/*", perMinute("suggestions", 600));

for (const [kind, among] of [
  ["approvers", "approvers"],
  ["people", "all"],
] as const)
  suggestions.get(`/api/suggestions/${kind}`, async (c) => {
    const look = { viewer: await viewerOf(c), among, text: searched(c) };
    const found = await suggestPeople(runtime().db, look);
    return send(
      c,
      found.map(({ text }) => text),
    );
  });

suggestions.get("/api/suggestions/agents", async (c) =>
  send(c, await suggestAgents(runtime().db, { viewer: await viewerOf(c), text: searched(c) })),
);

function searched(c: Context): string {
  return (c.req.query("search") ?? "").slice(0, 400);
}

function send(c: Context, found: string[]): Response {
  return c.json({ suggestions: found }, 200, { "cache-control": "private, no-store" });
}
