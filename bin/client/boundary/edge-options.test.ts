import { expect, test } from "vitest";
import { readSettings as readGateway } from "../mcp/options.ts";
import { testIo } from "../testing/test-io.ts";
import { readCredentialHeaders, readUpstream, requireClientToken } from "./edge-options.ts";

const envOf = (env: Record<string, string>) => testIo({ env }).env;
const usage = expect.objectContaining({ exit: "usage" });

test.each([
  "https://user:password@tools.example/mcp",
  "https://tools.example/mcp#a",
  "http://tools.example/mcp",
])("the URL of an MCP server is refused: %s", (url) => {
  expect(() => readUpstream(url, { isOrigin: false })).toThrow(usage);
});

test("an MCP server may have a path and a query, an API has neither", () => {
  const url = "https://tools.example/mcp?tenant=1";
  expect(readUpstream(url, { isOrigin: false }).href).toBe(url);
  expect(() => readUpstream(url, { isOrigin: true })).toThrow(usage);
});

test("no edge sets a header that the connection needs", () => {
  for (const name of ["Host", "Content-Length", "Transfer-Encoding", "TE"])
    expect(() => readCredentialHeaders([`${name}=KEY`], envOf({ KEY: "x" }))).toThrow(usage);
  expect(readCredentialHeaders(["Authorization=KEY"], envOf({ KEY: "Bearer k" }))).toEqual({
    authorization: "Bearer k",
  });
});

test("an edge serves clients without a token on this machine only, and only if told to", () => {
  const [here, anywhere] = [
    { host: "127.0.0.1", port: 1 },
    { host: "0.0.0.0", port: 1 },
  ];
  expect(() => requireClientToken(here, { hasToken: false, isDeclined: false })).toThrow(usage);
  expect(() => requireClientToken(anywhere, { hasToken: false, isDeclined: true })).toThrow(usage);
  requireClientToken(here, { hasToken: false, isDeclined: true });
  requireClientToken(anywhere, { hasToken: true, isDeclined: false });
});

test("the MCP gateway follows these rules", () => {
  const server = ["--", "node", "server.js"];
  const listening = ["--server", "files", "--listen", "0.0.0.0:4000"];
  expect(() => readGateway([...listening, "--no-client-token", ...server], envOf({}))).toThrow(usage);
  const token = ["--client-token-env", "TOKEN"];
  expect(() =>
    readGateway([...listening, ...token, ...server], envOf({ TOKEN: "with a space, 24 long" })),
  ).toThrow(usage);
  expect(
    readGateway([...listening, ...token, ...server], envOf({ TOKEN: "t".repeat(24) })).clients,
  ).toHaveLength(1);
});
