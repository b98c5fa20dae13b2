import { once } from "node:events";
import { readdirSync } from "node:fs";
import { type AddressInfo, connect, type Socket } from "node:net";
import { pino } from "pino";
import { afterAll, expect, test } from "vitest";
import { tokenHeader } from "#app/api/boundary/gateways/original-address";
import { createHttpServer } from "./http-server.ts";
import { commonHeaders } from "./security-headers.ts";
import { exchange } from "./testing/raw-caller.ts";

/** The address of every page, from the files, so that a new page is tried as well. */
const pages = readdirSync("app", { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith("page.tsx"))
  .map((file) => `/${file.replace(/\/?page\.tsx$/, "").replace(/\([^)]*\)\//g, "")}`);

const server = createHttpServer({
  origin: "http://localhost:3000",
  isDevelopment: false,
  log: pino({ level: "silent" }),
  lookAtDatabase: async () => "current",
  closing: new AbortController().signal,
});
const reached: (string | undefined)[] = [];
/** What pages are told about a call. */
const seen: unknown[][] = [];
server.servePages(async (request, response) => {
  reached.push(request.url);
  seen.push([request.headers["x-countersign-path"], request.headers["content-security-policy"]]);
  if (request.url === "/slow") response.write("the beginning of a page");
  else response.end("page");
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

const origin = "http://localhost:3000";

/** The status and headers of the answer to a call whose path no client has changed. */
async function rawAnswer(path: string, { headers = ["host: localhost"], method = "GET" } = {}) {
  const lines = [`${method} ${path} HTTP/1.1`, ...headers, "connection: close", "", ""];
  return readHead(await exchange(server.http, lines.join("\r\n")));
}

function readHead(answer: string) {
  const [first = "", ...lines] = answer.slice(0, answer.indexOf("\r\n\r\n")).split("\r\n");
  const headers = lines.map((line) => [
    line.split(": ", 1)[0]?.toLowerCase(),
    line.slice(line.indexOf(": ") + 2),
  ]);
  return { status: Number(first.split(" ")[1]), headers: Object.fromEntries(headers) };
}

const pageAddresses = [
  "/_next/../signin",
  "/_next/static/../../signin",
  "/_next/static/./../../signin",
  "/_next/static/x/..%2f..%2f..%2fsignin",
  "/_next/%2e%2e/signin",
  "/_next/.%2E/signin",
  "/_next/%252e%252e/signin",
  "/_next/static/%2e%2e/%2e%2e/signin",
  "/_next/static/..;/../signin",
  "/_next/static/\\..\\..\\..\\signin",
  "/_next/static/..%5c..%5csignin",
  "/_next/static//../../../signin",
  "/_next//../signin",
  "/_next/static/",
  "/_next/static",
  "/_next/static/.hidden",
  "/_next/data/build/signin.json",
  "/_next/image?url=/signin",
  "/_next",
  "/_next/",
  "//signin",
  "//_next/static/x.js",
  "/./_next/../signin",
  "/service-worker",
  "/sw.js/../signin",
  "/offline/../signin",
  "/api/../signin",
  "http://localhost/_next/../signin",
  "/icon.svg",
  "/no-such-page",
];

test.each(pageAddresses)(
  "the answer to %s has all security headers, and no browser keeps it",
  async (path) => {
    const { headers } = await rawAnswer(path);
    expect(headers).toMatchObject(commonHeaders(origin));
    expect(headers["content-security-policy"]).toContain("default-src 'none'");
    expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
    if (!path.startsWith("/api/")) expect(headers["cache-control"]).toBe("no-store");
  },
);

test.each<[string, { method?: string; headers?: string[] }]>([
  ["a form from another site", { method: "POST", headers: ["host: localhost", "content-length: 0"] }],
  ["TRACE", { method: "TRACE" }],
  ["a call that a gateway forwards to a page", { headers: ["host: localhost", `${tokenHeader}: x`] }],
])("the refusal of %s has all security headers", async (_, call) => {
  const { status, headers } = await rawAnswer("/people", call);
  expect([status, headers]).toEqual([403, expect.objectContaining(commonHeaders(origin))]);
  expect(headers["content-security-policy"]).toContain("default-src 'none'");
  expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
});

test("a file of the build has all security headers too, and browsers may keep it", async () => {
  for (const path of ["/_next/static/chunks/0a_b-1~.js", "/_next/static/media/icon-512.0k5.png?dpl=1"]) {
    const { headers } = await rawAnswer(path);
    expect(headers).toMatchObject(commonHeaders(origin));
    expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
    expect(headers["cache-control"]).toBeUndefined();
  }
});

test.each([...pageAddresses.filter((path) => !path.startsWith("/api/")), "/_next/static/x.js"])(
  "no caller chooses for %s the nonce of scripts, or the address that sign-in leads back to",
  async (path) => {
    seen.length = 0;
    await rawAnswer(path, {
      headers: [
        ...["host: localhost", "x-countersign-path: https://evil.example"],
        "content-security-policy: script-src 'nonce-known'",
      ],
    });
    expect(seen).toEqual([[path, expect.not.stringContaining("known")]]);
  },
);

test.each<[string, number, string]>([
  ["bytes that aren't HTTP", 400, "nonsense\r\n\r\n"],
  ["an invalid header", 400, "GET / HTTP/1.1\r\nhost: x\r\na b: c\r\n\r\n"],
  ["no Host", 400, "GET /signin HTTP/1.1\r\nconnection: close\r\n\r\n"],
  ["headers that are too long", 431, `GET / HTTP/1.1\r\nhost: x\r\na: ${"a".repeat(20_000)}\r\n\r\n`],
  ["an unknown expectation", 417, "GET / HTTP/1.1\r\nhost: x\r\nexpect: wonders\r\n\r\n"],
])("a call with %s is refused with all security headers", async (_, status, bytes) => {
  const answer = readHead(await exchange(server.http, bytes));
  expect(answer).toMatchObject({ status, headers: commonHeaders(origin) });
  expect(answer.headers["content-security-policy"]).toContain("default-src 'none'");
});

test("a call whose headers take too long is refused with all security headers", async () => {
  const connected = once(server.http, "connection") as Promise<[Socket]>;
  const answering = exchange(server.http, "GET / HTTP/1.1\r\n");
  const [socket] = await connected;
  const late = Object.assign(new Error("too slow"), { code: "ERR_HTTP_REQUEST_TIMEOUT" });
  server.http.emit("clientError", late, socket);
  expect(readHead(await answering)).toMatchObject({ status: 408, headers: commonHeaders(origin) });
});

test("an error in what follows a call never writes into the answer under way", async () => {
  const socket = connect(port, "127.0.0.1");
  socket.write("GET /slow HTTP/1.1\r\nhost: localhost\r\n\r\n");
  const [beginning] = await once(socket, "data");
  socket.write("nonsense\r\n\r\n");
  let rest = "";
  for await (const chunk of socket) rest += chunk;
  expect(String(beginning)).toContain("HTTP/1.1 200");
  expect(rest).not.toContain("HTTP/1.1 400");
});
