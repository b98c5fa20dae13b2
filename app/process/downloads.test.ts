import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { serve } from "#app/api/boundary/testing/serve";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { respondDownload } from "../downloads/respond.ts";
import { readDownloads } from "../runtime/downloads.ts";
import { startRuntime } from "../runtime/runtime.ts";

const { workspace } = await RunningWorkspace.open();
const { origin } = workspace.runtime.config;
const build = mkdtempSync(path.join(tmpdir(), "countersign-build-"));
afterAll(() => rmSync(build, { recursive: true }));
writeFileSync(path.join(build, "secret"), "outside");
const folder = path.join(build, "downloads");
mkdirSync(folder);
writeFileSync(path.join(folder, "countersign-1.0.0.tgz"), "abc");
const downloads = await readDownloads(build);
startRuntime({ ...workspace.runtime, downloads });
const { url, get } = await serve(origin);
// `printf abc | sha256sum`
const sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
const etag = `"${sha256}"`;

test("a file is served complete, with its sum, to a caller without credentials", async () => {
  const response = await fetch(`${url}/downloads/countersign-1.0.0.tgz`);
  expect(await response.text()).toBe("abc");
  const names = ["content-length", "content-type", "etag", "cache-control", "content-security-policy"];
  expect(names.map((name) => response.headers.get(name))).toEqual([
    ...["3", "application/gzip", etag, "public, no-cache"],
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  ]);
});

test("the list and the sums name every file and nothing else", async () => {
  const file = { name: "countersign-1.0.0.tgz", url: `${origin}/downloads/countersign-1.0.0.tgz`, bytes: 3 };
  const list = await fetch(`${url}/downloads/index.json`);
  expect(await list.json()).toEqual({ files: [{ ...file, sha256 }] });
  const sums = await fetch(`${url}/downloads/SHA256SUMS`);
  expect(await sums.text()).toBe(`${sha256}  countersign-1.0.0.tgz\n`);
});

test("a caller that has the file gets no bytes, and one that has another file gets all", async () => {
  const ask = (known: string) =>
    fetch(`${url}/downloads/countersign-1.0.0.tgz`, { headers: { "if-none-match": known } });
  for (const known of [etag, `W/${etag}`, `"other", ${etag}`]) {
    const response = await ask(known);
    expect([response.status, await response.text()], known).toEqual([304, ""]);
  }
  expect((await ask('"other"')).status).toBe(200);
});

describe("a caller that accepts nothing", () => {
  const name = "countersign-1.0.0.cjs";
  const content = Buffer.alloc(32 * 1024 ** 2);
  beforeAll(() => startRuntime({ ...workspace.runtime, downloads: [{ name, content, sha256 }] }));
  afterAll(() => startRuntime({ ...workspace.runtime, downloads }));

  /** The head of an answer. Its body stays unread, apart from what the connection holds. */
  const unread = async (address: string): Promise<IncomingMessage> => {
    const [answer] = await once(request(address, { agent: false }).end(), "response");
    onTestFinished(() => answer.destroy());
    return answer;
  };

  test("costs no copy of the file", async () => {
    const before = process.memoryUsage().arrayBuffers;
    await Promise.all(Array.from({ length: 20 }, () => unread(`${url}/downloads/${name}`)));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(content.length);
  });

  test("loses the connection after the time for it", async () => {
    const server = createServer((call, response) => void respondDownload(call, response, 50));
    server.listen(0, "127.0.0.1");
    onTestFinished(() => void server.close());
    await once(server, "listening");
    const called = once(server, "request");
    const { port } = server.address() as AddressInfo;
    const answer = await unread(`http://127.0.0.1:${port}/downloads/${name}`);
    const [, response] = await called;
    expect(response.socket.timeout).toBe(50);
    await once(response, "close");
    await expect(once(answer.resume(), "end")).rejects.toThrow("aborted");
  });
});

test.each([
  "/downloads/../secret",
  "/downloads/..%2fsecret",
  "/downloads/%2e%2e/secret",
  "/downloads/%252e%252e%252fsecret",
  "/downloads/..%5csecret",
  "/downloads/countersign-1.0.0.tgz/",
  "/downloads/countersign-1.0.0.tgz%00",
  "/downloads/countersign-2.0.0.tgz",
  "/downloads/.",
  "/downloads/constructor",
])("no name but those of the list is served: %s", async (address) => {
  const answer = await get(address);
  expect(answer.body).not.toContain("outside");
  expect(answer.body).not.toContain("abc");
  expect(answer.status).toBeGreaterThanOrEqual(400);
});

test("a process without a build serves an empty list", async () => {
  expect(await readDownloads(undefined)).toEqual([]);
});
