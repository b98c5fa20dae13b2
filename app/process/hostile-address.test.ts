import { once } from "node:events";
import { readdirSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import { afterAll, expect, test } from "vitest";
import { createHttpServer } from "./http-server.ts";

/** The address of every page, from the files, so that a new page is tried as well. */
const pages = readdirSync("app", { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith("page.tsx"))
  .map((file) => `/${file.replace(/\/?page\.tsx$/, "").replace(/\([^)]*\)\//g, "")}`);

const server = createHttpServer({
  origin: "http://localhost:3000",
  isDevelopment: false,
  log: pino({ level: "silent" }),
  isDatabaseUp: async () => true,
  closing: new AbortController().signal,
});
const reached: (string | undefined)[] = [];
server.servePages(async (request, response) => {
  reached.push(request.url);
  response.end("page");
});
server.http.listen(0, "127.0.0.1");
await once(server.http, "listening");
const { port } = server.http.address() as AddressInfo;
afterAll(() => server.close());

const get = async (path: string, headers: Record<string, string> = {}) =>
  (await fetch(`http://127.0.0.1:${port}${path}`, { headers: { host: "localhost:3000", ...headers } }))
    .status;

test.each(pages)("%s is never rendered for an address or cookie that cannot be stored", async (page) => {
  for (const hostile of ["%00", "a%00b", "%ed%a0%80", "%ED%BF%BF"]) {
    expect(await get(`${page.replace(/\[\w+\]/g, hostile)}?person=${hostile}&agent=x&type=${hostile}`)).toBe(
      400,
    );
    expect(await get(page.replace(/\[\w+\]/g, "x"), { cookie: `countersign=${hostile}` })).toBe(400);
  }
  expect(reached).toEqual([]);
});

test("a document at an IP address leads to the address of the passkeys, and a page that Next fetches itself doesn't", async () => {
  const address = `http://127.0.0.1:${port}/queue`;
  const document = await fetch(address, { redirect: "manual" });
  expect([document.status, document.headers.get("location")]).toEqual([307, "http://localhost:3000/queue"]);
  expect((await fetch(address, { headers: { rsc: "1" }, redirect: "manual" })).status).toBe(200);
});
