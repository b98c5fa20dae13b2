import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { statusOf } from "#app/runtime/problem";
import { exitCodes, exitOfProblem } from "./exit-codes.mjs";

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

test("every error code the client distinguishes exists on the server", () => {
  expect(Object.keys(exitOfProblem).filter((code) => !(code in statusOf))).toEqual([]);
});
