import fc from "fast-check";
import { expect, test } from "vitest";
import { api } from "#app/api/index";
import { RunningWorkspace } from "#app/api/testing/running-workspace";

const { workspace, admin } = await RunningWorkspace.open();
const { origin } = workspace.runtime.config;

/** Texts as URL parameters. */
const inAddress = [
  ...[
    "%00",
    "a%00b",
    "%ed%a0%80",
    "%ED%BF%BF",
    "%",
    "%zz",
    "%c3%28",
    "%f0%9f%98%80",
    "%E2%80%AE",
    "..%2f..%2f",
  ],
  ...[
    "99999-99",
    "2026-02-30",
    "275760-09-13",
    "-1",
    "0",
    "1e400",
    "99999999999999999999",
    "NaN",
    "null",
    "'",
  ],
  ...[
    "per_00000000000000000000000000",
    "req_7zzzzzzzzzzzzzzzzzzzzzzzzz",
    "agt_0",
    "a".repeat(8000),
    "*",
    "[]",
  ],
];
/** Texts as JSON has them. */
const inJson = [
  ...[
    "\u0000",
    "a\u0000b",
    "\u202e",
    "x".repeat(20_000),
    "99999-99",
    "-1",
    "2026-02-30T00:00:00Z",
    "",
    " ",
    "\ufffe",
  ],
  ...[0, -1, 1e300, 2 ** 53, 0.1, true, null, [], {}, ["\u0000"], { "\u0000": "\u0000" }],
];

// Excludes endless streams, and routes that call a provider: a provider's failure is a 502 by
// design.
const isEndless = (path: string) => /live|\/wait|events$/.test(path);
const routes = [
  ...new Set(
    api.routes
      .filter(({ path, method }) => method !== "ALL" && !path.includes("*") && !isEndless(path))
      .map(({ method, path }) => `${method} ${path}`),
  ),
];
const names = [
  ...[
    "person",
    "agent",
    "request",
    "type",
    "from",
    "to",
    "after",
    "before",
    "state",
    "risk",
    "judged",
    "tests",
    "cursor",
  ],
  ...[
    "text",
    "among",
    "filter",
    "startIndex",
    "count",
    "attributes",
    "code",
    "iss",
    "next",
    "version",
    "sid",
    "id",
  ],
  ...[
    "token",
    "grant",
    "action",
    "name",
    "email",
    "digest",
    "credential",
    "reason",
    "workspace",
    "rules",
    "userName",
  ],
];

async function statusOf(method: string, path: string, body: unknown, headers: Record<string, string>) {
  const hasBody = method !== "GET" && method !== "HEAD";
  const response = await api.request(path, {
    method,
    headers: {
      origin,
      cookie: admin.cookie,
      ...(hasBody ? { "content-type": "application/json" } : {}),
      ...headers,
    },
    ...(hasBody ? { body: JSON.stringify(body) } : {}),
  });
  await response.body?.cancel();
  return response.status;
}

test("there are routes to try", () => {
  expect(routes.length).toBeGreaterThan(40);
});

test.each(routes)("%s answers no hostile input with a server error", async (route) => {
  const [method = "", pattern = ""] = route.split(" ");
  const value = fc.constantFrom(...inAddress);
  const json = fc.constantFrom(...inJson);
  const query = fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 4 });
  const body = fc.oneof(fc.dictionary(fc.constantFrom(...names), json, { maxKeys: 6 }), json);
  const headers = fc.record(
    {
      "webhook-id": value,
      "webhook-timestamp": value,
      "webhook-signature": value,
      dpop: value,
      "if-match": value,
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(value, query, body, headers, async (segment, asked, sent, more) => {
      const path = pattern.replace(/:\w+(\{[^}]*\})?/g, segment);
      const search = Object.entries(asked).map(([name, text]) => `${name}=${text}`);
      const status = await statusOf(method, `${path}?${search.join("&")}`, sent, more);
      expect([
        200, 201, 202, 204, 302, 303, 307, 400, 401, 403, 404, 409, 410, 412, 413, 415, 422, 429,
      ]).toContain(status);
    }),
    { numRuns: 25 },
  );
});

test.each([
  "/api/audit.jsonl?person=%00",
  "/api/audit.csv?person=%00",
  "/api/requests/%00",
  "/scim/v2/Users?filter=%00",
  "/sso/callback?state=%00",
])("%s is refused as not storable", async (path) => {
  const response = await workspace.get(path, { cookie: admin.cookie });
  expect(response.status).toBe(400);
});

test("a cookie with U+0000 is refused", async () => {
  expect((await workspace.get("/api/health", { cookie: "countersign=%00" })).status).toBe(400);
});
