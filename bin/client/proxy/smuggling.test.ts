import { beforeEach, expect, test } from "vitest";
import { allowingPort, exchangeRaw, rawRequest, startProxy } from "./testing/proxy-side.ts";
import { startUpstream } from "./testing/upstream.ts";

const upstream = await startUpstream();
const countersign = allowingPort();
const proxy = await startProxy(upstream.url, countersign);
const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);

beforeEach(() => {
  upstream.calls.length = 0;
  countersign.asked.length = 0;
});

async function expectRefused(text: string, status: number) {
  expect(statusOf(await exchangeRaw(proxy.port, text))).toBe(status);
  expect([upstream.calls, countersign.asked]).toEqual([[], []]);
}

const chunked = "Transfer-Encoding: chunked";
const json = "Content-Type: application/json";
const smuggled = "0\r\n\r\nDELETE /free/all HTTP/1.1\r\nHost: x\r\n\r\n";

test.each<[string, string[], string, number]>([
  ["both Content-Length and Transfer-Encoding", ["Content-Length: 6", chunked], smuggled, 400],
  ["both, in the other order", [chunked, "Content-Length: 6"], smuggled, 400],
  ["two lengths", ["Content-Length: 5", "Content-Length: 6"], "{}    ", 400],
  ["two equal lengths", ["Content-Length: 2", "Content-Length: 2"], "{}", 400],
  ["a list of lengths", ["Content-Length: 2, 2"], "{}", 400],
  ["a length with a sign", ["Content-Length: +2"], "{}", 400],
  ["a space before the colon", ["Content-Length : 2"], "{}", 400],
  ["a coding that isn't chunked", ["Transfer-Encoding: identity"], "{}", 400],
  ["two codings", ["Transfer-Encoding: gzip, chunked"], smuggled, 400],
  ["chunked twice", [chunked, chunked], smuggled, 400],
  ["a coding hidden by a vertical tab", ["Transfer-Encoding: \x0bchunked"], smuggled, 400],
  ["a coding on a second line", ["Transfer-Encoding:", " chunked"], smuggled, 400],
  ["a header on a second line", ["X-Note: a", " b", "Content-Length: 2"], "{}", 400],
  ["a chunk size that isn't a number", [chunked], "z\r\n{}\r\n0\r\n\r\n", 400],
  ["a chunk longer than its size", [chunked], "1\r\n{}\r\n0\r\n\r\n", 400],
  ["an encoded body", ["Content-Encoding: gzip", "Content-Length: 2"], "{}", 400],
  ["another method in a header", ["X-HTTP-Method-Override: DELETE", "Content-Length: 2"], "{}", 400],
  ["an Accept that the connection removes", ["Connection: accept", "Accept: text/csv"], "", 400],
  ["two content types", [json, "Content-Type: text/plain", "Content-Length: 2"], "{}", 400],
  ["a length that the connection removes", ["Connection: content-length", "Content-Length: 2"], "{}", 400],
  ["two hosts", ["Host: evil.example"], "", 400],
  ["a change of protocol", ["Upgrade: h2c", "Connection: Upgrade", "Content-Length: 2"], "{}", 501],
  ["another expectation", ["Expect: tea", "Content-Length: 2"], "{}", 417],
])("a request with %s is refused, and the upstream sees nothing", (_, headers, body, status) =>
  expectRefused(rawRequest("POST /free/a HTTP/1.1", headers, body), status),
);

test.each<[string, string, number]>([
  ["HTTP/1.0", "GET /free/a HTTP/1.0", 505],
  ["an unknown version", "GET /free/a HTTP/1.7", 400],
  ["the method CONNECT", "CONNECT evil.example:443 HTTP/1.1", 501],
  ["the method TRACE", "TRACE /free/a HTTP/1.1", 501],
  ["a method of WebDAV", "PROPFIND /free/a HTTP/1.1", 501],
  ["an unknown method", "BREW /free/a HTTP/1.1", 400],
  ["a method in lower case", "get /free/a HTTP/1.1", 400],
  ["the address of another host", "GET http://evil.example/free/a HTTP/1.1", 400],
  ["the address of another scheme", "GET https://127.0.0.1/free/a HTTP/1.1", 400],
  ["an address with a name", "GET http://127.0.0.1@evil.example/free/a HTTP/1.1", 400],
  ["two slashes in front", "GET //evil.example/free/a HTTP/1.1", 400],
  ["two slashes in the path", "GET /free//a HTTP/1.1", 400],
  ["no path", "OPTIONS * HTTP/1.1", 400],
  ["a quote in the path", 'GET /free/"a" HTTP/1.1', 400],
  ["a backslash", "GET /free\\a HTTP/1.1", 400],
  ["a dot segment", "GET /free/../held/a HTTP/1.1", 400],
  ["a dot segment at the end", "GET /free/.. HTTP/1.1", 400],
  ["an encoded dot segment", "GET /free/%2e%2E/held HTTP/1.1", 400],
  ["a dot segment with a parameter", "GET /free/..;a=b/held HTTP/1.1", 400],
  ["an encoded slash", "GET /free/..%2fheld HTTP/1.1", 400],
  ["an encoded backslash", "GET /free/..%5cheld HTTP/1.1", 400],
  ["a twice encoded slash", "GET /free/..%252fheld HTTP/1.1", 400],
  ["an encoded letter", "GET /free/%61 HTTP/1.1", 400],
  ["half an encoding", "GET /free/%6 HTTP/1.1", 400],
  ["an encoded zero", "GET /free/a%00 HTTP/1.1", 400],
  ["a fragment", "GET /free/a#b HTTP/1.1", 400],
  ["a fragment in the query", "GET /free/a?b#c HTTP/1.1", 400],
  ["a quote in the query", 'GET /free/a?b="c" HTTP/1.1', 400],
  ["half an encoding in the query", "GET /free/a?b=%4 HTTP/1.1", 400],
])("a request with %s is refused, and the upstream sees nothing", (_, line, status) =>
  expectRefused(rawRequest(line), status),
);

test("a GET request with a body is refused, with a length and with chunks", async () => {
  await expectRefused(rawRequest("GET /free/a HTTP/1.1", ["Content-Length: 2"], "{}"), 400);
  await expectRefused(rawRequest("GET /free/a HTTP/1.1", [chunked], "2\r\n{}\r\n0\r\n\r\n"), 400);
});

test("a request without a Host, and one with too long headers, are refused", async () => {
  await expectRefused("GET /free/a HTTP/1.1\r\nConnection: close\r\n\r\n", 400);
  await expectRefused(rawRequest("GET /free/a HTTP/1.1", [`X-Long: ${"x".repeat(20_000)}`]), 431);
});

test("a request in the body of another one is a part of that body", async () => {
  const body = "GET /free/secret HTTP/1.1\r\nHost: x\r\n\r\n";
  const text = rawRequest("POST /free/a HTTP/1.1", [`Content-Length: ${body.length}`], body);
  expect(statusOf(await exchangeRaw(proxy.port, text))).toBe(200);
  expect(upstream.calls).toMatchObject([{ target: "/free/a", bytes: body.length }]);
});

test("a request after a body is another call, with its own decision", async () => {
  const first = "POST /free/a HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2\r\n\r\n{}";
  const text = `${first}${rawRequest("DELETE /free/b HTTP/1.1")}`;
  expect((await exchangeRaw(proxy.port, text)).match(/HTTP\/1\.1 200/g)?.length).toBe(2);
  const asked = countersign.asked.map(({ params }) => `${params.method} ${params.path}`);
  expect(asked.sort()).toEqual(["DELETE /free/b", "POST /free/a"]);
});

test("chunks arrive as one body with a length, without the extensions and trailers of the client", async () => {
  const body = "2;name=value\r\n{}\r\n0\r\nX-Trailer: 1\r\n\r\n";
  const answer = await exchangeRaw(proxy.port, rawRequest("POST /free/a HTTP/1.1", [chunked, json], body));
  expect(statusOf(answer)).toBe(200);
  const [call] = upstream.calls;
  expect(call).toMatchObject({ bytes: 2, headers: { "content-length": "2" } });
  expect(Object.keys(call?.headers ?? {})).not.toEqual(expect.arrayContaining(["transfer-encoding"]));
});

test("the address of the proxy itself is a target like the path alone", async () => {
  const answer = await exchangeRaw(proxy.port, rawRequest("GET http://127.0.0.1/free/a?b=%C3%A9 HTTP/1.1"));
  expect(statusOf(answer)).toBe(200);
  expect(upstream.calls).toMatchObject([{ target: "/free/a?b=%C3%A9" }]);
});
