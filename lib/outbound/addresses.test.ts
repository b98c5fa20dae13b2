import { expect, test } from "vitest";
import { openOutboundClient } from "./client.ts";
import { onLoopback } from "./testing/loopback-client.ts";
import { answering, httpServer, httpsServer } from "./testing/servers.ts";

const deployed = { ...onLoopback, origin: "https://countersign.example" };
const calls: string[] = [];
const plain = await httpServer((request, response) => {
  calls.push(request.headers.host ?? "");
  response.writeHead(200, { connection: request.url === "/close" ? "close" : "keep-alive" }).end("{}");
});
const seen = { serverNames: [] as string[] };
const secure = await httpsServer((_, response) => response.end("{}"), seen);
const { port } = plain;

function open(
  answers: Record<string, string[][]>,
  config: Parameters<typeof openOutboundClient>[0] = deployed,
) {
  const { lookup, asked } = answering(answers);
  const client = openOutboundClient(config, { lookup });
  const get = (url: string, more: { isPublicOnly?: boolean } = {}) =>
    client.send({ method: "GET", url, ...more });
  return { get, asked };
}

test.each([
  "http://idp.example/",
  "http://localhost/",
  "https://user@idp.example/",
  "https://user:secret@idp.example/",
  "ftp://idp.example/",
  "file:///etc/passwd",
  "idp.example",
])("%s is not called", async (url) => {
  const { get, asked } = open({ "idp.example": [["8.8.8.8"]] });
  await expect(get(url)).rejects.toMatchObject({ name: "OutboundFault", reason: "insecure_url" });
  expect(asked).toEqual([]);
});

test.each([
  ...["https://127.0.0.1/", "https://2130706433/", "https://0x7f000001/", "https://0177.0.0.1/"],
  ...["https://127.1/", "https://0x7f.1/", "https://127.0.0.1./", "https://%31%32%37.0.0.1/"],
  ...["https://①②⑦.0.0.1/", "https://0/", "https://10.1/", "https://3232235777/", "https://0xa9fea9fe/"],
  ...["https://[::1]/", "https://[::]/", "https://[::ffff:10.0.0.1]/", "https://[::ffff:a00:1]/"],
  ...["https://[0:0:0:0:0:ffff:169.254.169.254]/", "https://[::10.0.0.1]/", "https://[fd00:ec2::254]/"],
  ...[
    "https://[fe80::1]/",
    "https://[64:ff9b::a00:1]/",
    "https://[2002:a00:1::]/",
    "https://169.254.169.254/",
  ],
])("the literal address of %s is refused without a look-up", async (url) => {
  const { get, asked } = open({});
  await expect(get(url)).rejects.toMatchObject({ reason: "refused_address" });
  expect(asked).toEqual([]);
});

test.each([
  [["10.0.0.1"]],
  [["127.0.0.1"]],
  [["169.254.169.254"]],
  [["::1"]],
  [["fd00::1"]],
  [["::ffff:192.168.0.1"]],
  [["8.8.8.8", "10.0.0.1"]],
  [["10.0.0.1", "8.8.8.8"]],
  [["2606:4700::1111", "fe80::1%eth0"]],
])("a host with the addresses %j is refused", async (addresses) => {
  const { get } = open({ "idp.example": [addresses] });
  await expect(get(`https://idp.example:${secure.port}/`)).rejects.toMatchObject({
    reason: "refused_address",
    message: expect.stringContaining("OUTBOUND_PRIVATE_HOSTS"),
  });
  expect(seen.serverNames).toEqual([]);
});

test("a connection goes to the address that was checked, without a second look-up", async () => {
  // Only this look-up knows the name: one by the system would fail.
  const answers = { "idp.example": [["127.0.0.1"], ["169.254.169.254"]] };
  const { get, asked } = open(answers, { ...deployed, outboundPrivateHosts: [`idp.example:${secure.port}`] });
  await expect(get(`https://idp.example:${secure.port}/`)).rejects.toMatchObject({ reason: "tls" });
  expect(asked).toEqual(["idp.example"]);
  expect(seen.serverNames).toEqual(["idp.example"]);
});

test("each new connection checks the host again", async () => {
  const { get, asked } = open({ "idp.localhost": [["127.0.0.1"], ["10.0.0.1"]] }, onLoopback);
  expect(await get(`http://idp.localhost:${port}/close`)).toMatchObject({ status: 200 });
  await expect(get(`http://idp.localhost:${port}/`)).rejects.toMatchObject({ reason: "refused_address" });
  expect(asked).toEqual(["idp.localhost", "idp.localhost"]);
});

test("an open connection serves its own host alone, and names this host", async () => {
  const answers = { "a.localhost": [["127.0.0.1"]], "b.localhost": [["10.0.0.1"]] };
  const { get, asked } = open(answers, onLoopback);
  calls.length = 0;
  for (const _ of [1, 2, 3, 4]) await get(`http://a.localhost:${port}/`);
  expect(asked.length).toBeLessThan(4);
  await expect(get(`http://b.localhost:${port}/`)).rejects.toMatchObject({ reason: "refused_address" });
  expect(new Set(calls)).toEqual(new Set([`a.localhost:${port}`]));
});

test.each([
  [["IDP_PORT"], "tls"],
  [["idp.example"], "refused_address"],
  [["idp.example:1"], "refused_address"],
  [["example"], "refused_address"],
  [["other.idp.example"], "refused_address"],
  [["127.0.0.1"], "refused_address"],
])("with the private hosts %j, a host on a private address ends as %s", async (hosts, reason) => {
  const outboundPrivateHosts = hosts.map((host) => host.replace("IDP_PORT", `idp.example:${secure.port}`));
  const { get } = open({ "idp.example": [["127.0.0.1"]] }, { ...deployed, outboundPrivateHosts });
  await expect(get(`https://idp.example:${secure.port}/`)).rejects.toMatchObject({ reason });
});

test.each(["127.0.0.1", "127.0.0.1:443"])("the private host %s is the one on port 443", async (host) => {
  const { get } = open({}, { ...deployed, outboundPrivateHosts: [host] });
  const reasonOf = (url: string) => get(url).then(String, ({ reason }) => reason);
  expect(await reasonOf("https://127.0.0.1/")).not.toBe("refused_address");
  expect(await reasonOf(`https://127.0.0.1:${secure.port}/`)).toBe("refused_address");
});

test("a call to public hosts alone reaches no listed host", async () => {
  const outboundPrivateHosts = [`idp.example:${secure.port}`];
  const { get } = open({ "idp.example": [["127.0.0.1"]] }, { ...deployed, outboundPrivateHosts });
  const call = get(`https://idp.example:${secure.port}/`, { isPublicOnly: true });
  await expect(call).rejects.toMatchObject({ reason: "refused_address" });
});

test("a call to public hosts alone doesn't use the open connection of another call", async () => {
  const { get } = open({ "idp.localhost": [["127.0.0.1"], ["10.0.0.1"]] }, onLoopback);
  const url = `http://idp.localhost:${port}/`;
  expect(await get(url)).toMatchObject({ status: 200 });
  await expect(get(url, { isPublicOnly: true })).rejects.toMatchObject({ reason: "refused_address" });
});

test("a Countersign on this machine calls this machine, and no other private address", async () => {
  const answers = { "idp.example": [["192.168.0.1"]], "idp.localhost": [["127.0.0.1"]] };
  const { get } = open(answers, onLoopback);
  expect(await get(`http://127.0.0.1:${port}/`)).toMatchObject({ status: 200 });
  expect(await get(`http://idp.localhost:${port}/`)).toMatchObject({ status: 200 });
  await expect(get("https://idp.example/")).rejects.toMatchObject({ reason: "refused_address" });
  await expect(get("https://169.254.169.254/")).rejects.toMatchObject({ reason: "refused_address" });
});

test("a host without an address is unresolvable", async () => {
  const { get } = open({ "idp.example": [[]] });
  await expect(get("https://idp.example/")).rejects.toMatchObject({ reason: "unresolvable" });
  await expect(get("https://other.example/")).rejects.toMatchObject({
    reason: "unresolvable",
    cause: { code: "ENOTFOUND" },
  });
});
