import { expect, test } from "vitest";
import { serverName } from "./server-options.ts";

const ofUrl = (url: string) => serverName({ upstream: new URL(url), command: [] });
const ofCommand = (command: string) => serverName({ command: command.split(" ") });

test("two different commands or URLs never have the same name without --server", () => {
  const urls = [
    "https://tools.example",
    "https://tools.example/mcp",
    "https://tools.example/_mcp",
    "https://tools.example/MCP",
    "https://tools.example/mcp/a",
    "https://tools.example/mcp?tenant=1",
    "https://tools.example/mcp?tenant=2",
    "https://tools.example:8443/mcp",
    "http://tools.example",
    "http://127.0.0.1:8443/mcp",
    "http://[::1]:8443/mcp",
  ];
  const commands = [
    "tools.example",
    "postgres",
    "postgres postgres://staging",
    "postgres postgres://prod",
    "postgres postgres: //prod",
    "npx postgres",
    "npx -y postgres",
    "npx -y postgres@1",
    "npx -y postgres@npm:other",
    "npx -y @x/postgres postgres://staging",
    "npx -y @x/postgres postgres://prod",
    "npx -y @y/postgres postgres://prod",
    "npx -y x_postgres postgres://prod",
    "uvx postgres",
    "postgres --name tools.example",
  ];
  const names = [...urls.map(ofUrl), ...commands.map(ofCommand)];
  // A program can be called like another server.
  const all = [...names, ...names.map((name) => ofCommand(name))];
  expect(new Set(all).size).toBe(2 * names.length - 2);
  expect(ofCommand("postgres one two")).not.toBe(serverName({ command: ["postgres", "one two"] }));
  expect(ofCommand("postgres")).toBe("postgres");
});

test("of a command or a URL, only the program, the package or the host can be read in the name", () => {
  const names = [
    ofUrl("https://tools.example/s/secret/mcp?key=secret"),
    ofCommand("postgres postgres://app:secret@prod"),
    ofCommand("npx -y @x/postgres@1.2.0 postgres://app:secret@prod"),
  ];
  const readable = ["tools.example", "postgres", "x_postgres"];
  expect(names).toEqual(readable.map((text) => expect.stringMatching(new RegExp(`^${text}-[0-9a-f]{16}$`))));
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
