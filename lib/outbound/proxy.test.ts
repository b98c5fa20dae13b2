import { createServer } from "node:http";
import { connect } from "node:net";
import { beforeEach, expect, test } from "vitest";
import { openOutboundClient } from "./client.ts";
import { onLoopback } from "./testing/loopback-client.ts";
import { answering, httpServer, httpsServer, listening } from "./testing/servers.ts";

const seen = { serverNames: [] as string[] };
const secure = await httpsServer((_, response) => response.end(), seen);
const tunnels: string[] = [];
/** Connects every host name to one server. */
const proxy = createServer((_, response) => response.writeHead(400).end());
proxy.on("connect", ({ url }, socket) => {
  tunnels.push(url ?? "");
  if (url?.startsWith("forbidden.")) return socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
  if (url?.startsWith("silent.")) return undefined;
  const far = connect(secure.port, "127.0.0.1", () => {
    socket.write("HTTP/1.1 200 OK\r\n\r\n");
    far.pipe(socket).pipe(far);
  });
  for (const end of [far, socket]) end.on("error", () => end.destroy());
  return undefined;
});
const { port } = await listening(proxy);
const deployed = { ...onLoopback, origin: "https://countersign.example" };

function open(
  answers: Record<string, string[][]> = {},
  more: { exceptions?: string[]; hosts?: string[] } = {},
) {
  const { exceptions = [], hosts = [] } = more;
  const settings = { proxy: { url: `http://127.0.0.1:${port}`, exceptions }, outboundPrivateHosts: hosts };
  const client = openOutboundClient({ ...deployed, ...settings }, { lookup: answering(answers).lookup });
  return (url: string, more: { timeoutMs?: number; isPublicOnly?: boolean } = {}) =>
    client.send({ method: "GET", url, ...more });
}

beforeEach(() => {
  tunnels.length = 0;
  seen.serverNames.length = 0;
});

// The server's certificate isn't trusted here: a TLS error shows that the tunnel led to it.
test("a call goes through the proxy, which gets the host name, and TLS is with the host", async () => {
  await expect(open({ "idp.example": [["8.8.8.8"]] })("https://idp.example/")).rejects.toMatchObject({
    reason: "tls",
  });
  expect(tunnels).toEqual(["idp.example:443"]);
  expect(seen.serverNames).toEqual(["idp.example"]);
});

test("a host that only the proxy can resolve is called", async () => {
  await expect(open()("https://idp.example/")).rejects.toMatchObject({ reason: "tls" });
  expect(tunnels).toEqual(["idp.example:443"]);
});

test.each([
  "https://10.0.0.1/",
  "https://169.254.169.254/",
  "https://[::1]/",
  "https://0x7f.2/",
  "https://idp.example/",
])("a private address is refused before the proxy is asked: %s", async (url) => {
  await expect(open({ "idp.example": [["8.8.8.8", "10.0.0.1"]] })(url)).rejects.toMatchObject({
    reason: "refused_address",
  });
  expect(tunnels).toEqual([]);
});

test("a listed private host is called through the proxy", async () => {
  const call = open({ "idp.example": [["10.0.0.1"]] }, { hosts: ["idp.example"] });
  await expect(call("https://idp.example/")).rejects.toMatchObject({ reason: "tls" });
  expect(tunnels).toEqual(["idp.example:443"]);
});

test("a call to public hosts alone reaches no listed host through the proxy", async () => {
  const call = open({ "idp.example": [["10.0.0.1"]] }, { hosts: ["idp.example"] });
  await expect(call("https://idp.example/", { isPublicOnly: true })).rejects.toMatchObject({
    reason: "refused_address",
  });
  expect(tunnels).toEqual([]);
});

test.each([
  [["idp.example"], false],
  [["example"], false],
  [[".example"], false],
  [["*.example"], false],
  [["*"], false],
  [["PORT"], false],
  [["idp.example:1"], true],
  [["dp.example"], true],
  [["other.idp.example"], true],
])("with the exceptions %j, the proxy is used: %s", async (entries, isProxied) => {
  const exceptions = entries.map((entry) => entry.replace("PORT", `idp.example:${secure.port}`));
  const call = open(
    { "idp.example": [["127.0.0.1"]] },
    { exceptions, hosts: [`idp.example:${secure.port}`] },
  );
  await expect(call(`https://idp.example:${secure.port}/`)).rejects.toMatchObject({ reason: "tls" });
  expect(tunnels).toEqual(isProxied ? [`idp.example:${secure.port}`] : []);
});

test("a host of an exception is checked like any other", async () => {
  const call = open({ "idp.example": [["10.0.0.1"]] }, { exceptions: ["*"] });
  await expect(call("https://idp.example/")).rejects.toMatchObject({ reason: "refused_address" });
});

test("a call to this machine never goes through a proxy", async () => {
  const here = await httpServer((_, response) => response.end());
  const settings = { proxy: { url: `http://127.0.0.1:${port}`, exceptions: [] } };
  const client = openOutboundClient({ ...onLoopback, ...settings });
  const call = { method: "GET", url: `http://127.0.0.1:${here.port}/` } as const;
  await expect(client.send(call)).resolves.toMatchObject({ status: 200 });
  expect(tunnels).toEqual([]);
});

test("a proxy that refuses or is silent ends the call", async () => {
  await expect(open()("https://forbidden.example/")).rejects.toMatchObject({ reason: "failed" });
  await expect(open()("https://silent.example/", { timeoutMs: 100 })).rejects.toMatchObject({
    reason: "timeout",
  });
});
