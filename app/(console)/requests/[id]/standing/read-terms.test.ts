import { expect, test } from "vitest";
import { changeHref, readTerms } from "./read-terms.ts";

const ceiling = { days: 14, count: 10, total: 6000 };
const chosen = { days: "3", count: "10", per_hour: "5", total: "6000" };

test("an address without limits has the defaults within the ceiling, and nothing is chosen", () => {
  expect(readTerms({}, ceiling)).toEqual({
    isChosen: false,
    typed: { days: "7", count: "10", perHour: "5", total: "6000" },
    faults: {},
    chosen: { days: 7, count: 10, perHour: 5, total: 6000 },
  });
  expect(readTerms({}, { days: 1, count: 3 }).chosen).toEqual({ days: 1, count: 3, perHour: 3 });
});

test("an absent limit gets its default, and the others are read", () => {
  expect(readTerms({ count: "2" }, ceiling)).toMatchObject({
    isChosen: true,
    chosen: { days: 7, count: 2, perHour: 2, total: 6000 },
  });
});

test.each(["1,000", "", "-5", "1e3", "0x10", "ten", "1 000", "NaN"])(
  "an unreadable limit is an error of its field, and never the ceiling: %j",
  (total) => {
    const read = readTerms({ ...chosen, total }, ceiling);
    expect(read.chosen).toBeUndefined();
    expect(read.faults).toEqual({ total: "Enter a number without commas, such as 1000." });
    expect(read.typed.total).toBe(total);
  },
);

test.each<[object, object]>([
  [{ days: "0" }, { days: "Enter a whole number from 1 to 14." }],
  [{ days: "1.5" }, { days: "Enter a whole number from 1 to 14." }],
  [{ count: "11" }, { count: "Enter a whole number from 1 to 10." }],
  [{ count: "3" }, { perHour: "Requests per hour can't be more than the requests in all. Lower it." }],
  [{ per_hour: "0" }, { perHour: "Enter a whole number from 1 to 10." }],
  [{ count: "3", per_hour: "1.5" }, { perHour: "Enter a whole number from 1 to 3." }],
  [{ total: "0" }, { total: "Enter an amount above 0, up to 6000." }],
  [{ total: "6000.01" }, { total: "Enter an amount above 0, up to 6000." }],
  [
    { days: "15", total: "1,000" },
    {
      days: "Enter a whole number from 1 to 14.",
      total: "Enter a number without commas, such as 1000.",
    },
  ],
])("each limit has its own error: %j", (change, faults) => {
  expect(readTerms({ ...chosen, ...change }, ceiling)).toMatchObject({ chosen: undefined, faults });
  expect(Object.keys(readTerms({ ...chosen, ...change }, ceiling).faults)).toEqual(Object.keys(faults));
});

test("a total in the address of a type without an amount is ignored", () => {
  expect(readTerms({ ...chosen, total: "5" }, { days: 14, count: 10 }).chosen).toEqual({
    days: 3,
    count: 10,
    perHour: 5,
  });
});

const office = { from: "08:00", to: "18:00", zone: "Europe/Zurich" };
const aTime = (time: string) => `Enter a time such as ${time}.`;
const aZone = "Enter a time zone such as Europe/Zurich.";

test("without hours in the address, requests may run at any time", () => {
  for (const empty of [{}, { from: "", to: " ", zone: "" }])
    expect(readTerms({ ...chosen, ...empty }, ceiling).chosen).not.toHaveProperty("hours");
});

test("hours of the day are read, and the link to change them has them", () => {
  for (const hours of [office, { ...office, from: "22:00", to: "06:00" }, { ...office, zone: "UTC" }]) {
    const read = readTerms({ ...chosen, ...hours }, ceiling);
    expect(read).toMatchObject({ faults: {}, chosen: { hours } });
    const query = Object.fromEntries(
      new URL(changeHref("req_1", read.typed), "http://localhost").searchParams,
    );
    expect(readTerms(query, ceiling)).toMatchObject({ isChosen: false, chosen: { hours } });
  }
});

test.each<[object, object]>([
  [{ from: "" }, { from: aTime("08:00") }],
  [
    { from: "", to: "" },
    { from: aTime("08:00"), to: aTime("18:00") },
  ],
  [{ zone: "" }, { zone: aZone }],
  [{ from: "8:00" }, { from: aTime("08:00") }],
  [{ to: "24:00" }, { to: aTime("18:00") }],
  [{ to: "18:00:00" }, { to: aTime("18:00") }],
  [{ to: "08:00" }, { to: "The end can't be the start. For any time, leave hours empty." }],
  [{ zone: "+01:00" }, { zone: aZone }],
  [{ zone: "europe/zurich" }, { zone: aZone }],
  [{ zone: "Europe/Atlantis" }, { zone: "No such time zone. Enter one such as Europe/Zurich." }],
])("hours that are incomplete, empty or unknown are an error, and never any time: %j", (change, faults) => {
  const read = readTerms({ ...chosen, ...office, ...change }, ceiling);
  expect([read.chosen, read.faults]).toEqual([undefined, faults]);
});

test("the link to change the limits opens them with the chosen ones", () => {
  const href = changeHref("req_1", readTerms(chosen, ceiling).typed);
  expect(href).toBe("/requests/req_1/standing?change=1&days=3&count=10&per_hour=5&total=6000");
  const query = Object.fromEntries(new URL(href, "http://localhost").searchParams);
  expect(readTerms(query, ceiling)).toMatchObject({ isChosen: false, typed: { days: "3" } });
});
