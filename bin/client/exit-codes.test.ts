import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { statusOf } from "#app/runtime/problem";
import { exitCodes, exitOf } from "./exit-codes.ts";

test("the documented exit codes are exactly the existing ones", () => {
  const page = readFileSync(new URL("../../docs/agents.md", import.meta.url), "utf8");
  const documented = [...page.matchAll(/^\| (\d+) \| (.*) \|$/gm)].map(([, code, meaning]) => [
    Number(code),
    meaning?.replaceAll("`", ""),
  ]);
  expect(documented.slice(0, Object.keys(exitCodes).length)).toEqual(
    Object.values(exitCodes).map(({ code, meaning }) => [code, meaning]),
  );
});

test("no two outcomes share an exit code", () => {
  const codes = Object.values(exitCodes).map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
});

test("every error code of the server has an exit, and its class is that of its status", () => {
  const exits = Object.entries(statusOf).map(([code, status]) => [code, status, exitOf(code, status)]);
  expect(exits.filter(([, , exit]) => !(String(exit) in exitCodes))).toEqual([]);
  const unexpected = exits.filter(([, status, exit]) => exit === "failed" && Number(status) < 500);
  expect(unexpected).toEqual([]);
});

test("a code that the client doesn't know gets its exit from the status", () => {
  expect(exitOf("of_a_newer_server", 409)).toBe("rejected");
  expect(exitOf("constructor", 500)).toBe("failed");
});
