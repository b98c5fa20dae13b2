import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { readHidden } from "./io.ts";

function typed(keys: string) {
  const input = new PassThrough();
  const shown: string[] = [];
  const line = readHidden("Secret (input is hidden): ", { input, err: (text) => shown.push(text) });
  input.write(keys);
  return { line, shown };
}

test("a secret typed at a terminal is read up to Enter, after a prompt, and never shown", async () => {
  const { line, shown } = typed("whsec_abd\u007fc\rmore");
  expect(await line).toBe("whsec_abc");
  expect(shown.join("")).toBe("Secret (input is hidden): \n");
});

test("Ctrl-D ends the prompt without a secret, Ctrl-C stops the command", async () => {
  expect(await typed("\u0004").line).toBe("");
  await expect(typed("whsec_\u0003").line).rejects.toMatchObject({ exit: "interrupted" });
});
