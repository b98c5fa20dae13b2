import { beforeEach, expect, test } from "vitest";
import { allowingPort, exchangeRaw, rawRequest, startProxy } from "./testing/proxy-side.ts";
import { startUpstream } from "./testing/upstream.ts";

const upstream = await startUpstream();
const countersign = allowingPort();
const proxy = await startProxy(upstream.url, countersign);

beforeEach(() => {
  upstream.calls.length = 0;
});

test("only listed headers reach the upstream, with its own host and credential", async () => {
  const headers = [
    ...["Accept: text/plain", "Idempotency-Key: k1", 'If-Match: "v1"', "User-Agent: agent"],
    ...["Authorization: Bearer agent", "Cookie: a=b"],
    ...["X-Forwarded-For: 10.0.0.1", "Range: bytes=0-1", "TE: trailers", "Via: 1.1 x"],
    ...["Proxy-Authorization: Basic x", "X-Countersign-Token: t", "Prefer: wait=1", "Keep-Alive: timeout=5"],
  ];
  await exchangeRaw(proxy.port, rawRequest("GET /free/a HTTP/1.1", headers));
  expect(upstream.calls[0]?.headers).toEqual({
    ...{ accept: "text/plain", "idempotency-key": "k1", "if-match": '"v1"', "user-agent": "agent" },
    ...{ authorization: "Bearer upstream-secret", host: upstream.host, connection: "close" },
  });
});

test("a header that the client's Connection names isn't forwarded", async () => {
  const text =
    "GET /free/a HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close, If-Match\r\nIf-Match: *\r\n\r\n";
  await exchangeRaw(proxy.port, text);
  expect(upstream.calls[0]?.headers["if-match"]).toBeUndefined();
});

test("headers of the upstream's connection, its cookies and its other addresses stay at the proxy", async () => {
  const { headers } = await fetch(`${proxy.url}/free/headers`);
  for (const name of ["x-internal", "set-cookie", "alt-svc"]) expect(headers.get(name)).toBeNull();
  expect([headers.get("x-kept"), headers.get("countersign-result")]).toEqual(["1", "forwarded"]);
});

test("a redirect isn't followed, and an address of the upstream leads to the proxy", async () => {
  const response = await fetch(`${proxy.url}/free/moved`, { redirect: "manual" });
  expect([response.status, response.headers.get("location")]).toEqual([302, "/free/new"]);
  expect(upstream.calls.length).toBe(1);
});

test.each(["application/json", "application/JSON; charset=UTF-8"])(
  "a JSON body of the type %s reaches the upstream as application/json",
  async (type) => {
    await fetch(`${proxy.url}/free/a`, { method: "POST", headers: { "content-type": type }, body: "{}" });
    expect(upstream.calls[0]?.headers["content-type"]).toBe("application/json");
  },
);

test("an Accept that may choose another result is part of the action, and a usual one isn't", async () => {
  for (const accept of ["application/vnd.api.v2+json", "application/json"])
    await fetch(`${proxy.url}/free/a`, { headers: { accept } });
  const asked = countersign.asked.slice(-2).map(({ params }) => params.accept);
  expect(asked).toEqual(["application/vnd.api.v2+json", undefined]);
  expect(upstream.calls.map(({ headers }) => headers.accept)).toEqual([asked[0], "application/json"]);
});

test("any other content type is forwarded as it was signed", async () => {
  const type = "text/plain; charset=latin1";
  await fetch(`${proxy.url}/free/a`, { method: "POST", headers: { "content-type": type }, body: "a" });
  expect(upstream.calls[0]?.headers["content-type"]).toBe(type);
  expect(countersign.asked.at(-1)?.params.content_type).toBe(type);
});
