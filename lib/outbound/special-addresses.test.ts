import { expect, test } from "vitest";
import { isLoopbackAddress, isPublicAddress } from "./special-addresses.ts";

test.each([
  ["0.0.0.0", "unspecified"],
  ["0.1.2.3", "this network"],
  ["10.0.0.1", "private"],
  ["10.255.255.255", "private"],
  ["100.64.0.1", "shared by a carrier's NAT"],
  ["100.127.255.254", "shared by a carrier's NAT"],
  ["127.0.0.1", "loopback"],
  ["127.255.255.254", "loopback"],
  ["168.63.129.16", "Azure's platform service"],
  ["169.254.169.254", "cloud metadata"],
  ["172.16.0.1", "private"],
  ["172.31.255.255", "private"],
  ["192.0.0.192", "cloud metadata"],
  ["192.0.2.1", "documentation"],
  ["192.31.196.1", "AS112"],
  ["192.52.193.1", "AMT"],
  ["192.88.99.1", "6to4 relay"],
  ["192.168.0.1", "private"],
  ["192.175.48.1", "AS112"],
  ["198.18.0.1", "benchmarks"],
  ["198.19.255.255", "benchmarks"],
  ["198.51.100.1", "documentation"],
  ["203.0.113.1", "documentation"],
  ["224.0.0.1", "multicast"],
  ["239.255.255.255", "multicast"],
  ["240.0.0.1", "reserved"],
  ["255.255.255.255", "broadcast"],
  ["::", "unspecified"],
  ["::1", "loopback"],
  ["::8.8.8.8", "IPv4-compatible"],
  ["::ffff:10.0.0.1", "IPv4-mapped"],
  ["::ffff:8.8.8.8", "IPv4-mapped"],
  ["::ffff:0:8.8.8.8", "IPv4-translated"],
  ["64:ff9b::10.0.0.1", "NAT64 to a private address"],
  ["64:ff9b::a9fe:a9fe", "NAT64 to cloud metadata"],
  ["64:ff9b::127.0.0.1", "NAT64 to loopback"],
  ["64:ff9b:1::8.8.8.8", "local NAT64"],
  ["100::1", "discard only"],
  ["2001::1", "Teredo"],
  ["2001:2::1", "benchmarks"],
  ["2001:20::1", "ORCHID"],
  ["2001:db8::1", "documentation"],
  ["2002:0a00:0001::1", "6to4 to a private address"],
  ["2002:0808:0808::1", "6to4"],
  ["2620:4f:8000::1", "AS112"],
  ["3fff::1", "documentation"],
  ["4000::1", "unassigned"],
  ["5f00::1", "segment routing"],
  ["fc00::1", "unique-local"],
  ["fd00:ec2::254", "cloud metadata"],
  ["fe80::1", "link-local"],
  ["fe80::1%eth0", "link-local"],
  ["fec0::1", "site-local"],
  ["ff02::1", "multicast"],
  ["2a00:1450::1%eth0", "with a zone"],
  ["localhost", "not an address"],
  ["", "not an address"],
])("%s is not public: %s", (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each([
  ...["1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255"],
  ...["128.0.0.0", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.167.255.255"],
  ...["192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255"],
  ...["2001:200::1", "2001:4860:4860::8888", "2606:4700::1111", "2a00:1450:4001:80b::200e"],
  ...["2003::1", "64:ff9b::8.8.8.8"],
])("%s is public", (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

test.each([
  ["127.0.0.1", true],
  ["127.8.8.8", true],
  ["::1", true],
  ["10.0.0.1", false],
  ["::ffff:127.0.0.1", false],
  ["fe80::1", false],
])("%s is on this machine: %s", (address, isLoopback) => {
  expect(isLoopbackAddress(address)).toBe(isLoopback);
});
