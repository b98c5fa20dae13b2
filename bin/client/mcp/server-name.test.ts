import { expect, test } from "vitest";
import { serverName } from "./server-name.mjs";

const ofUrl = (url: string) => serverName({ upstream: new URL(url), command: [] });
const ofCommand = (command: string) => serverName({ command: command.split(" ") });

test("servers at different URLs have different names", () => {
  const urls = [
    "https://tools.example",
    "https://tools.example/mcp",
    "https://tools.example/_mcp",
    "https://tools.example/MCP",
    "https://tools.example/mcp/a",
    "https://tools.example/mcp?tenant=1",
    "https://tools.example:8443/mcp",
    "http://127.0.0.1:8443/mcp",
    "http://[::1]:8443/mcp",
  ];
  expect(new Set(urls.map(ofUrl)).size).toBe(urls.length);
  expect(ofUrl("https://tools.example")).toBe("tools.example");
  expect(ofUrl("https://tools.example/mcp")).toMatch(/^tools\.example_mcp-[0-9a-f]{10}$/);
});

test("a package or a program on the path names its server, whatever its version", () => {
  expect(ofCommand("mcp-server-files notes")).toBe("mcp-server-files");
  expect(ofCommand("npx -y mcp-server-files@1.2.0 notes")).toBe("mcp-server-files");
  const scoped = ["@one/files@1", "@one/files", "@two/files", "one_files"].map((name) =>
    ofCommand(`npx ${name}`),
  );
  expect(scoped[0]).toBe(scoped[1]);
  expect(new Set(scoped).size).toBe(3);
});

test.each([
  "node server.js",
  "/opt/one/server notes",
  "./server",
  "python3 -m files",
  "docker run files",
  "sh -c files",
  "npx --package=files serve",
  "npx -c files",
  "npx ./files",
  "npx",
])("a command that says too little needs --server: %s", (command) => {
  expect(() => ofCommand(command)).toThrow("--server");
  expect(serverName({ server: "files", command: command.split(" ") })).toBe("files");
});
