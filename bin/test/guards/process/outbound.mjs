const addresses = "lib/outbound/addresses.test.ts";
const limits = "lib/outbound/limits.test.ts";
const proxy = "lib/outbound/proxy.test.ts";

export default [
  {
    name: "https-only",
    invariant: "SSRF",
    file: "lib/outbound/client.ts",
    find: "if (!isSecureUrl(request.url, config))",
    replace: "if (Date.now() < 0)",
    tests: [addresses, "lib/provisioning/provider/provider-fetch.test.ts"],
  },
  {
    name: "no-credentials-in-url",
    invariant: "SSRF",
    file: "lib/outbound/secure-url.ts",
    find: 'if (url.username !== "" || url.password !== "") return false;',
    tests: [addresses],
  },
  {
    name: "private-addresses",
    invariant: "SSRF",
    file: "lib/outbound/address-check.ts",
    find: "if (addresses.every(isAllowed) ||",
    replace: "void isAllowed;\n  if (addresses.length > 0 ||",
    tests: [addresses],
  },
  {
    name: "every-address-of-a-host",
    invariant: "SSRF",
    file: "lib/outbound/address-check.ts",
    find: "addresses.every(isAllowed)",
    replace: "addresses.some(isAllowed)",
    tests: [addresses],
  },
  {
    name: "this-machine-only-for-a-trial",
    invariant: "SSRF",
    file: "lib/outbound/address-check.ts",
    find: "(isLocal && isLoopbackAddress(address))",
    replace: "(isLoopbackAddress(address) || isLocal)",
    tests: [addresses],
  },
  {
    name: "private-hosts-by-exact-name",
    invariant: "SSRF",
    file: "lib/outbound/address-check.ts",
    find: "hosts.includes(url.hostname) ||",
    replace: "hosts.some((host) => url.hostname.endsWith(host.replace(/:.*/, ''))) ||",
    tests: [addresses],
  },
  {
    name: "ipv6-outside-global-unicast",
    invariant: "SSRF",
    file: "lib/outbound/special-addresses.ts",
    find: 'return global6.check(address, "ipv6") && !',
    replace: "void global6;\n  return !",
    tests: ["lib/outbound/special-addresses.test.ts"],
  },
  {
    name: "connection-to-the-checked-address",
    invariant: "DNS rebinding",
    file: "lib/outbound/checked-connector.ts",
    find: `    lookup: (_host, { all }, callback) => {
      if (all) callback(null, addresses);
      else callback(null, first?.address ?? "", first?.family);
    },
`,
    replace: "    ...(first ? {} : {}),\n",
    tests: [`${addresses} > a connection goes to the address that was checked, without a second look-up`],
  },
  {
    name: "bounded-look-up",
    invariant: "Slow and huge answers",
    file: "lib/outbound/within-time.ts",
    find: "Promise.race([rejection(ending.signal), work(ending.signal)])",
    replace: "(rejection(ending.signal).catch(() => {}), work(ending.signal))",
    tests: [`${limits} > the time of a call ends it during a look-up, which doesn't delay a later call`],
  },
  {
    name: "bounded-time",
    invariant: "Slow and huge answers",
    file: "lib/outbound/within-time.ts",
    find: "const timer = setTimeout(late, timeoutMs);",
    replace: "const timer = setTimeout(late, timeoutMs + 3_600_000);",
    tests: [limits],
  },
  {
    name: "bounded-answer",
    invariant: "Slow and huge answers",
    file: "lib/outbound/bounded-body.ts",
    find: "if (size > maximumBytes && !mayBeCut)",
    replace: "if (size < 0 && !mayBeCut)",
    tests: [limits],
  },
  {
    name: "private-addresses-behind-a-proxy",
    invariant: "SSRF",
    file: "lib/outbound/client.ts",
    find: "    await checkBeforeProxy(url, { config, lookup });\n",
    replace: "    void checkBeforeProxy;\n",
    tests: [proxy],
  },
  {
    name: "no-proxy-for-this-machine",
    invariant: "SSRF",
    file: "lib/outbound/proxy.ts",
    find: "proxy === undefined || isLoopbackHost(url.hostname)",
    replace: "proxy === undefined || !isLoopbackHost",
    tests: [`${proxy} > a call to this machine never goes through a proxy`],
  },
];
