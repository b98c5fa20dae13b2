import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type Difference, outsideAt } from "#lib/approvals/standing/approvals/bounds";
import { isWithinHours } from "#lib/approvals/standing/approvals/hours";
import type { BoundsVector } from "../../../client/testing/vectors/bounds.ts";
import type { HoursVector } from "../../../client/testing/vectors/hours.ts";

const { bounds, hours }: { bounds: BoundsVector[]; hours: HoursVector[] } = JSON.parse(
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

test.each(hours)(
  "a time is within the hours of a standing approval as published: $about, $hours.zone",
  (vector) => {
    expect(isWithinHours(vector.hours, new Date(vector.at))).toBe(vector.is_within);
  },
);
