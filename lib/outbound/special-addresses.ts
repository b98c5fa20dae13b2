import { BlockList, isIPv4, isIPv6 } from "node:net";

/** Special IPv4 (IANA, RFC 6890), multicast, the reserved block, and Azure's platform service. */
const specialIpv4: [string, number][] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["168.63.129.16", 32],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.31.196.0", 24],
  ["192.52.193.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["192.175.48.0", 24],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
];

/** Special IPv6: 2001::/23 (Teredo, ORCHID), documentation, 6to4, AS112. */
const specialIpv6: [string, number][] = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["2620:4f:8000::", 48],
  ["3fff::", 20],
];

/** NAT64 (RFC 6052): the last 32 bits are the IPv4 address that the translator connects to. */
const nat64 = "64:ff9b::";

const special4 = blocks("ipv4", specialIpv4);
const special6 = blocks("ipv6", [
  ...specialIpv6,
  ...specialIpv4.map(([address, bits]): [string, number] => [nat64 + address, 96 + bits]),
]);
/** The rest of IPv6 is refused: unique-local, link-local, IPv4-mapped and unassigned. */
const global6 = blocks("ipv6", [
  ["2000::", 3],
  [nat64, 96],
]);

/** Link-local, Azure's platform service, Alibaba Cloud and Oracle Cloud. */
const metadataIpv4: [string, number][] = [
  ["169.254.0.0", 16],
  ["168.63.129.16", 32],
  ["100.100.100.200", 32],
  ["192.0.0.192", 32],
];
const metadata4 = blocks("ipv4", metadataIpv4);
/** Link-local, AWS, and the IPv4 addresses as IPv6 writes them. */
const metadata6 = blocks("ipv6", [
  ["fe80::", 10],
  ["fd00:ec2::", 32],
  ...["::ffff:", nat64].flatMap((prefix) =>
    metadataIpv4.map(([address, bits]): [string, number] => [prefix + address, 96 + bits]),
  ),
]);

export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !special4.check(address, "ipv4");
  if (!isIPv6(address) || address.includes("%")) return false;
  return global6.check(address, "ipv6") && !special6.check(address, "ipv6");
}

/** Link-local, and cloud providers' addresses of credentials. No setting permits them. */
export function isMetadataAddress(address: string): boolean {
  if (isIPv4(address)) return metadata4.check(address, "ipv4");
  return isIPv6(address) && (address.includes("%") || metadata6.check(address, "ipv6"));
}

export function isLoopbackAddress(address: string): boolean {
  return isIPv4(address) ? address.startsWith("127.") : address === "::1";
}

function blocks(family: "ipv4" | "ipv6", subnets: [string, number][]): BlockList {
  const list = new BlockList();
  for (const [network, bits] of subnets) list.addSubnet(network, bits, family);
  return list;
}
