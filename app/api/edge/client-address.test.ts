import { expect, it } from "vitest";
import { forwardedAddress, networkOf } from "./client-address.ts";

it("does not believe X-Forwarded-For unless proxies are configured", () => {
  expect(forwardedAddress("203.0.113.7", 0)).toBeUndefined();
});

it("believes only as many entries as there are proxies, from the end", () => {
  expect(forwardedAddress("6.6.6.6, 203.0.113.7", 1)).toBe("203.0.113.7");
  expect(forwardedAddress("6.6.6.6, 203.0.113.7, 10.0.0.1", 2)).toBe("203.0.113.7");
  expect(forwardedAddress(undefined, 1)).toBeUndefined();
});

it.each([
  ["203.0.113.7", "203.0.113.7"],
  ["::ffff:203.0.113.7", "203.0.113.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
])("counts %s as %s", (address, network) => {
  expect(networkOf(address)).toBe(network);
});
