import { describe, expect, test } from "vitest";
import { evaluateAsk, rule, usd } from "#lib/policy/testing/judge";
import type { Hours } from "./hours.ts";
import { minuteOfWeek, spansOf } from "./minute-of-week.ts";

const refund = { type: "refund.create", params: usd(5) };
const officeHours: Hours = {
  is: "within",
  days: ["mon", "tue", "wed", "thu", "fri"],
  from: "09:00",
  to: "17:00",
  timeZone: "Europe/Berlin",
};

describe("the minute of the week", () => {
  test.each([
    ["2026-05-01T12:00:00Z", "UTC", "fri", 12 * 60],
    ["2026-05-01T12:00:59.999Z", "Europe/Berlin", "fri", 14 * 60],
    ["2026-05-03T23:59:00Z", "Europe/Berlin", "mon", 119],
    ["2026-05-04T00:14:00Z", "America/St_Johns", "sun", 21 * 60 + 44],
    ["2026-05-01T18:20:00Z", "Asia/Kathmandu", "sat", 5],
  ])("at %s in %s is that of %s", (at, zone, day, minute) => {
    const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    expect(minuteOfWeek(new Date(at), zone)).toBe(days.indexOf(day) * 1440 + minute);
  });

  test("follows the local clock when clocks change", () => {
    const at = (time: string) => minuteOfWeek(new Date(time), "Europe/Berlin");
    expect(at("2026-03-29T00:59:00Z")).toBe(6 * 1440 + 119);
    expect(at("2026-03-29T01:00:00Z")).toBe(6 * 1440 + 180);
    expect(at("2026-10-25T00:30:00Z")).toBe(6 * 1440 + 150);
    expect(at("2026-10-25T01:30:00Z")).toBe(6 * 1440 + 150);
  });

  test("is undefined for a time zone unknown to this machine", () => {
    expect(minuteOfWeek(new Date(), "Mars/Olympus")).toBeUndefined();
  });

  test("adjacent days are one span, and a day lasts until its last minute", () => {
    expect(spansOf({ days: ["mon", "tue", "sun"], from: "00:00", to: "24:00" })).toEqual([
      [0, 2880],
      [8640, 10_080],
    ]);
    expect(spansOf({ ...officeHours, days: ["tue", "mon"] })).toEqual([
      [540, 1020],
      [1980, 2460],
    ]);
  });
});

describe("a rule with hours", () => {
  const at = (hours: Hours, time: string) =>
    evaluateAsk([rule({ outcome: "allow", hours })], { action: refund }, new Date(time)).outcome;

  test("applies from its first minute up to, not including, its last", () => {
    expect(at(officeHours, "2026-05-01T06:59:59Z")).toBe("step_up");
    expect(at(officeHours, "2026-05-01T07:00:00Z")).toBe("allow");
    expect(at(officeHours, "2026-05-01T14:59:59Z")).toBe("allow");
    expect(at(officeHours, "2026-05-01T15:00:00Z")).toBe("step_up");
    expect(at(officeHours, "2026-05-02T12:00:00Z")).toBe("step_up");
  });

  test("outside applies at all other times, and every moment is one or the other", () => {
    const outside: Hours = { ...officeHours, is: "outside" };
    for (let hour = 0; hour < 24 * 7; hour++) {
      const time = new Date(Date.UTC(2026, 9, 19, hour)).toISOString();
      expect([at(officeHours, time), at(outside, time)].sort(), time).toEqual(["allow", "step_up"]);
    }
  });
});
