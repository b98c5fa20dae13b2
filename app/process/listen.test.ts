import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { afterEach, expect, test, vi } from "vitest";
import { listen, tellNextItsOrigin } from "./listen.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

test("a port in use is refused with the process that uses it and what to do", async () => {
  const listener = createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  const { port } = listener.address() as { port: number };
  await expect(listen(createServer(), "127.0.0.1", port)).rejects.toThrow(
    new RegExp(`Port ${port} is in use by process ${process.pid} .*PORT=${port + 1} npm start`),
  );
  listener.close();
});

test("a process has Next fetch its pages from itself", async () => {
  vi.stubEnv("__NEXT_PRIVATE_ORIGIN", undefined);
  const server = createServer((_, response) => response.end("itself"));
  await listen(server, "0.0.0.0", 0);
  tellNextItsOrigin(server);
  const { __NEXT_PRIVATE_ORIGIN: origin = "" } = process.env;
  expect(origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(await (await fetch(origin)).text()).toBe("itself");
  server.close();
});

test.each([
  ["10.0.0.5", "http://10.0.0.5:80"],
  ["::", "http://[::1]:80"],
  ["fe80::5", "http://[fe80::5]:80"],
])("a process at %s reaches itself at %s", (address, origin) => {
  vi.stubEnv("__NEXT_PRIVATE_ORIGIN", undefined);
  const server = createServer();
  vi.spyOn(server, "address").mockReturnValue({ address, port: 80, family: "any" });
  tellNextItsOrigin(server);
  expect(process.env.__NEXT_PRIVATE_ORIGIN).toBe(origin);
});

test("the installed Next takes its origin from this variable", () => {
  const next = readFileSync("node_modules/next/dist/server/app-render/action-handler.js", "utf8");
  expect(next).toContain("process.env.__NEXT_PRIVATE_ORIGIN");
});
