import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { openBrowser } from "./open-browser.ts";

const folder = mkdtempSync(join(tmpdir(), "countersign-browser-"));
afterAll(() => rmSync(folder, { recursive: true }));
const opened = join(folder, "opened");
writeFileSync(
  join(folder, "xdg-open"),
  `#!/bin/sh\nprintf '%s' "$*" > ${opened}.new && mv ${opened}.new ${opened}\n`,
  {
    mode: 0o755,
  },
);
const PATH = `${folder}:${process.env.PATH}`;
const address = "https://countersign.example/requests/req_1";

test("a browser gets the address as one argument that no shell reads", async () => {
  openBrowser(`${address}?a=$(id)`, { platform: "linux", env: { NODE_ENV: "test", PATH, DISPLAY: ":0" } });
  await vi.waitFor(() => expect(readFileSync(opened, "utf8")).toBe(`${address}?a=$(id)`));
});

test.each([
  ["over SSH", { DISPLAY: ":0", SSH_CONNECTION: "10.0.0.1 22" }],
  ["without a display", {}],
  ["without a program that opens browsers", { DISPLAY: ":0", PATH: "/nowhere" }],
])("%s nothing is opened, and nothing fails", (_, env) => {
  expect(() =>
    openBrowser(address, { platform: "linux", env: { NODE_ENV: "test", PATH, ...env } }),
  ).not.toThrow();
});
