import { expect, test } from "vitest";
import { hostsFault, placeOf, urlsOf } from "./hosts.ts";

test("each host of a connection string gets the rest of it, without the search for a primary", () => {
  const url =
    "postgres://me:a%2Cb@one,two:5433,[::1]:5434/db?target_session_attrs=read-write&sslmode=verify-full";
  expect(urlsOf(url)).toEqual([
    "postgres://me:a%2Cb@one/db?sslmode=verify-full",
    "postgres://me:a%2Cb@two:5433/db?sslmode=verify-full",
    "postgres://me:a%2Cb@[::1]:5434/db?sslmode=verify-full",
  ]);
  expect(placeOf(url)).toBe("one:5432,two:5433,[::1]:5434/db");
  expect(urlsOf("postgres://one/db?sslmode=require&target_session_attrs=primary")).toEqual([
    "postgres://one/db?sslmode=require",
  ]);
});

test("a comma in another place than between hosts names no host", () => {
  for (const url of ["postgres://u:a,b@one/db", "postgres://one/a,b", "postgres://one/db?options=a,b"])
    expect(urlsOf(url)).toEqual([url]);
});

test.each([
  ["postgres://one,two/db", undefined],
  ["postgres://one,two/db?target_session_attrs=primary", undefined],
  ["postgres://one,,two/db", "has a comma without a host"],
  ["postgres://one:1,two:1,one:1/db", "names a host twice"],
  [
    "postgres://one,two/db?target_session_attrs=any",
    "has another target_session_attrs than read-write: every connection needs the primary",
  ],
])("what is wrong with the hosts of %s", (url, fault) => {
  expect(hostsFault(url)).toBe(fault);
});
