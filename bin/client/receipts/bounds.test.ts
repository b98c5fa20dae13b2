import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type Difference, outsideAt } from "#lib/approvals/standing/approvals/bounds";
import type { BoundsVector } from "../../../client/testing/vectors/bounds.ts";

const { bounds }: { bounds: BoundsVector[] } = JSON.parse(
  readFileSync("docs/test-vectors/client.json", "utf8"),
);

test.each(bounds)(
  "the bounds of a standing approval have the published verdict: $about, $asked",
  (vector) => {
    const may_differ = vector.may_differ as Difference[];
    const signed = { action: JSON.parse(vector.action), may_differ };
    expect(outsideAt(signed, JSON.parse(vector.asked)) ?? null).toBe(vector.outside_at);
  },
);
