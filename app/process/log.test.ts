import { PassThrough } from "node:stream";
import { inspect } from "node:util";
import { expect, test, vi } from "vitest";
import { createLog, takeConsole } from "./log.ts";

function written(write: (log: ReturnType<typeof createLog>) => void): string {
  const stream = new PassThrough();
  write(createLog("debug", stream));
  return String(stream.read());
}

test("secrets and agents' text are redacted anywhere in a log line", () => {
  const line = written((log) =>
    log.info({
      token: "top-secret-1",
      headers: { authorization: "top-secret-2", cookie: "top-secret-3" },
      request: { body: { reason: "top-secret-4", params: { amount: "top-secret-5" } } },
    }),
  );
  expect(line).not.toContain("top-secret");
  expect(line).toContain("[redacted]");
});

test("an error is logged with code, place and cause, and without the parameters of the statement that failed", () => {
  const cause = Object.assign(new Error("connection closed"), { code: "CONNECTION_CLOSED" });
  const error = new Error("Failed query: insert into people\nparams: jane@example.org", { cause });
  const line = written((log) => log.error({ err: error }, "a call failed"));
  expect(line).not.toContain("jane@example.org");
  expect(line).toContain("insert into people");
  expect(line).toContain("CONNECTION_CLOSED");
});

test("no part of an error has a parameter that looks like a place in the code", () => {
  const error = new Error("Failed query: insert into people\nparams: a\n    at jane@example.org");
  const postgres = Object.assign(new Error('invalid input syntax for type uuid: "jane@example.org"'), {
    code: "22P02",
  });
  const lines = written((log) => {
    log.error({ err: error }, "a call failed");
    log.error({ err: new Error("outside", { cause: postgres }) }, "a call failed");
    log.error({ err: String(error) }, "a call failed");
  });
  expect(lines).not.toContain("jane@example.org");
  expect(JSON.parse(lines.split("\n")[0] ?? "").err.stack[0]).toMatch(/^ +at .*log\.test\.ts/);
  expect(lines).toContain("invalid input syntax for type uuid: ");
});

test("what a library prints is a line of the log too, without the parameters of a statement", () => {
  const console = vi.spyOn(globalThis, "console", "get").mockReturnValue({} as Console);
  const failed = new Error("Failed query: insert into people\nparams: jane@example.org");
  const page = Object.assign(new Error("logged with its call"), { digest: "1" });
  const lines = written((log) => {
    takeConsole(log);
    globalThis.console.error("⨯", failed);
    globalThis.console.error(page);
    const second = new Error("Failed query: update agents\nparams: jane@example.org");
    const wrapped = { err: second, params: ["jane@example.org"] };
    globalThis.console.warn("first %s", new Error("first"), second, wrapped);
    for (const text of [String(failed), failed.stack, inspect(failed), JSON.stringify([String(failed)])])
      globalThis.console.error(text);
    globalThis.console.error("%s of %d", "one", 2);
  });
  console.mockRestore();
  expect(lines).not.toContain("jane@example.org");
  expect(
    lines
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line)),
  ).toMatchObject([
    {
      level: 50,
      msg: "⨯ Error: Failed query: insert into people",
      err: { message: "Failed query: insert into people" },
    },
    {
      level: 40,
      msg: "first Error: first Error: Failed query: update agents [Object]",
      err: { message: "first" },
    },
    ...[1, 2, 3, 4].map(() => ({ msg: expect.stringContaining("Failed query: insert into people") })),
    { msg: "one of 2" },
  ]);
});
