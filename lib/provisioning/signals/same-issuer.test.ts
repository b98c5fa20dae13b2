import { expect, test } from "vitest";
import { sameIssuer } from "./find-subject.ts";

test.each([
  ["https://idp.example", "https://idp.example/"],
  ["https://IDP.Example/", "https://idp.example"],
  ["HTTPS://idp.example", "https://idp.example"],
  ["https://idp.example:443/realms/a", "https://idp.example/realms/a/"],
  ["http://localhost:80", "http://localhost"],
  ["https://bücher.example", "https://xn--bcher-kva.example/"],
  ["not an address", "not an address"],
])("%s and %s are the same issuer", (one, other) => {
  expect(sameIssuer(one, other)).toBe(true);
  expect(sameIssuer(other, one)).toBe(true);
});

test.each([
  ["https://idp.example", "http://idp.example"],
  ["https://idp.example", "https://idp.example:8443"],
  ["https://idp.example", "https://idp.example.evil.example"],
  ["https://idp.example", "https://idp.example@evil.example"],
  ["https://idp.example", "https://evil.example\\@idp.example"],
  ["https://idp.example/realms/a", "https://idp.example/realms/A"],
  ["https://idp.example/realms/a", "https://idp.example/realms/b/../a"],
  ["https://idp.example/realms/a", "https://idp.example/realms/%61"],
  ["https://idp.example", "https://idp.example//"],
  ["https://idp.example", "https://idp.example?"],
  ["https://idp.example", "https://idp.example#"],
  ["https://idp.example", " https://idp.example"],
  ["https://idp.example", "https://idp.example\n"],
  ["not an address", "Not an address"],
  ["https://", "https:///"],
  ["", "/"],
])("%j and %j are different issuers", (one, other) => {
  expect(sameIssuer(one, other)).toBe(false);
  expect(sameIssuer(other, one)).toBe(false);
});
