import { expect } from "vitest";
import type { TestIo } from "./test-io.ts";

/**
 * Characters that could clear a screen, ring, color, reverse, or begin a line that passes for ours.
 */
export const hostile = "\u001b[2J\u0007\u009b31m\u202e\r\nVALID. Forged\u007f\u0085";

/**
 * Neither output contains a control character except the newline, a character that reverses text,
 * or a line of the attacker's.
 */
export function expectHarmless({ stdout, stderr }: TestIo): void {
  for (const text of [stdout, stderr]) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the text must not contain them
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(text).not.toMatch(/^VALID\. Forged/m);
  }
}
