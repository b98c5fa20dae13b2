import type { IncomingMessage } from "node:http";
import { expect, test } from "vitest";
import { readHead } from "./head.ts";

/** A request as a parser would pass it on. */
function request(headers: [name: string, value: string][], more = {}): IncomingMessage {
  const all: [string, string][] = [["host", "127.0.0.1"], ...headers];
  const parsed = { headers: Object.fromEntries(all), rawHeaders: all.flat() };
  return { method: "POST", url: "/a", httpVersion: "1.1", ...parsed, ...more } as IncomingMessage;
}

const settings = { mostBytes: 100, upstream: new URL("https://api.example") };

// Node's strict parser refuses these requests as well (smuggling.test.ts).
test.each<[string, [string, string][]]>([
  [
    "both lengths",
    [
      ["content-length", "2"],
      ["transfer-encoding", "chunked"],
    ],
  ],
  ["a coding before chunked", [["transfer-encoding", "gzip, chunked"]]],
])("a request with %s is refused, even if the parser of Node lets it pass", (_, headers) => {
  expect(() => readHead(request(headers), settings)).toThrow(expect.objectContaining({ status: 400 }));
});

test("a request without a host is refused", () => {
  const headers = { headers: {}, rawHeaders: [] };
  expect(() => readHead(request([], headers), settings)).toThrow(expect.objectContaining({ code: "host" }));
});

test("a request is a call of the upstream, whatever its Host is", () => {
  expect(readHead(request([]), settings)).toEqual({ method: "POST", host: "api.example", path: "/a" });
});
