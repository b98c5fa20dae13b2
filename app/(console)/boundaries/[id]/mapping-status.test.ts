import { expect, test } from "vitest";
import { noMapping } from "#lib/boundary/mapping/kept/read-document";
import { mappingStatus } from "./mapping-status.ts";

const [before, saved, after] = [9, 10, 11].map((hour) => new Date(Date.UTC(2026, 10, 24, hour)));
if (!before || !saved || !after) throw new Error("three times");
const live = { version: 3, document: "{}", digest: "a", createdAt: saved };
const boundary = { kind: "mcp", mappingDigest: null, lastContactAt: after, revokedAt: null };

test("a live mapping that a boundary doesn't use after it asked for it is named with what to do", () => {
  const notUsed = {
    isUsed: false,
    text: "Version 3 isn't used. Update the gateway, or read the error in its log.",
  };
  expect(mappingStatus(boundary, live)).toEqual(notUsed);
  expect(mappingStatus({ ...boundary, mappingDigest: "b" }, live)).toEqual(notUsed);
  expect(mappingStatus({ ...boundary, kind: "http_proxy" }, live).text).toContain("Update the proxy");
  expect(mappingStatus({ ...boundary, mappingDigest: "a" }, live)).toEqual({
    ...{ isUsed: true, text: "Version 3 is live." },
  });
});

test("a boundary that didn't ask since a mapping was saved is expected to use it from its next call", () => {
  for (const lastContactAt of [null, before])
    expect(mappingStatus({ ...boundary, lastContactAt }, live).text).toBe(
      "Version 3 is live. The boundary uses it from its next call.",
    );
});

test("without a mapping in Countersign, the boundary's own file is named", () => {
  expect(mappingStatus(boundary, undefined).text).toBe("No mapping. Each tool has its default action type.");
  const file = mappingStatus({ ...boundary, mappingDigest: "b" }, undefined);
  expect(file.text).toBe("The boundary uses the mapping in its own file.");
  const ended = mappingStatus(boundary, { ...live, document: noMapping });
  expect(ended).toMatchObject({ isUsed: undefined, text: expect.stringContaining("Version 3 ended") });
  const revoked = mappingStatus({ ...boundary, revokedAt: after }, live);
  expect(revoked).toEqual({ isUsed: undefined, text: "Version 3 was the last one." });
});
