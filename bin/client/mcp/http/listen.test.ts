import { request } from "node:http";
import { expect, test } from "vitest";
import { openHttpSide, tokens } from "../testing/http-side.ts";

const { url, arrived, post } = await openHttpSide();
const ping = { jsonrpc: "2.0", id: 1, method: "ping" };

/** The status of a call with headers that `fetch` doesn't let a caller set. */
function statusOf(headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const all = { authorization: `Bearer ${tokens.one}`, "content-type": "application/json", ...headers };
    const call = request(url, { method: "POST", headers: all }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    call.on("error", reject);
    call.end(JSON.stringify(ping));
  });
}

test("a web page can't call the gateway, by its own name or another origin", async () => {
  expect(await statusOf({ host: "evil.example" })).toBe(403);
  expect(await statusOf({ origin: "https://evil.example" })).toBe(403);
  expect(await statusOf({ origin: "null" })).toBe(403);
  expect(arrived).toEqual([]);
  expect(await statusOf({ origin: "http://localhost:5173" })).toBe(200);
});

test("a client without the token of an agent is refused", async () => {
  const before = arrived.length;
  for (const authorization of ["", "Bearer ", `Bearer ${tokens.one}x`, `Basic ${tokens.one}`]) {
    const response = await post(ping, { authorization });
    expect([response.status, response.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
  }
  expect(arrived).toHaveLength(before);
});

test("another path, method or content type, and a body over 4 MiB, are refused", async () => {
  const before = arrived.length;
  expect((await post(ping, { "content-type": "text/plain" })).status).toBe(415);
  expect((await post(`"${"x".repeat(4 * 1024 * 1024)}"`)).status).toBe(413);
  const authorization = `Bearer ${tokens.one}`;
  expect((await fetch(url, { method: "PUT", headers: { authorization } })).status).toBe(405);
  expect((await fetch(`${url}/more`, { headers: { authorization } })).status).toBe(404);
  expect(arrived).toHaveLength(before);
});
