import fc from "fast-check";
import { expect, test } from "vitest";
import { statementChallenge } from "#lib/approvals/statement";
import { base64url } from "#lib/kernel/digest";
import { bytesOf, challengeOf } from "./challenge-of.ts";

test("the browser computes exactly the challenge the server must ask for", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
      expect(await challengeOf(bytes)).toBe(base64url(statementChallenge(bytes)));
    }),
  );
});

test("statement bytes survive the transfer to the browser", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(bytesOf(base64url(bytes))).toEqual(bytes);
    }),
  );
});
