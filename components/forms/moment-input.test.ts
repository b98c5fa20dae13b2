import { afterEach, expect, test, vi } from "vitest";
import { inZone, momentText, typedMoment } from "./moment-input.tsx";

const momentOf = (text: string, isUtc: boolean) => typedMoment(text, isUtc).value;
afterEach(() => vi.unstubAllEnvs());

test("a time is shown and read in the local zone, also across the change of the clock", () => {
  vi.stubEnv("TZ", "Europe/Berlin");
  expect(momentText(new Date("2026-11-24T14:05:09Z"), false)).toBe("2026-11-24T15:05");
  expect(momentText(new Date("2026-07-01T14:05:00Z"), false)).toBe("2026-07-01T16:05");
  expect(momentOf("2026-11-24T15:05", false)).toBe("2026-11-24T14:05:00Z");
  expect(momentOf("2026-07-01T00:30", false)).toBe("2026-06-30T22:30:00Z");
});

test("a time in UTC keeps its text, and no time stays none", () => {
  vi.stubEnv("TZ", "Europe/Berlin");
  expect(momentText(new Date("2026-11-24T14:05:09Z"), true)).toBe("2026-11-24T14:05");
  expect(momentOf("2026-11-24T14:05", true)).toBe("2026-11-24T14:05:00Z");
  expect(momentOf("", false)).toBe("");
  expect(momentOf("tomorrow", true)).toBe("");
});

test("choosing a zone and choosing back changes no time, also in the hour that the clocks repeat", () => {
  vi.stubEnv("TZ", "Europe/Berlin");
  for (const time of ["00:30", "01:30"]) {
    const typed = typedMoment(`2026-10-25T${time}`, true);
    const local = inZone(typed, false);
    expect(local).toEqual({ text: "2026-10-25T02:30", value: `2026-10-25T${time}:00Z` });
    expect(inZone(local, true)).toEqual(typed);
  }
  expect(inZone(typedMoment("", true), false)).toEqual({ text: "", value: "" });
});
