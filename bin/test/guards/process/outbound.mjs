export default [
  {
    name: "https-only",
    invariant: "SSRF",
    file: "lib/outbound/client.ts",
    find: "if (!isSecureUrl(request.url, config))",
    replace: "if (Date.now() < 0)",
    tests: ["lib/provisioning/provider/provider-fetch.test.ts"],
  },
  {
    name: "bounded-answer",
    invariant: "SSRF",
    file: "lib/outbound/bounded-body.ts",
    find: "if (size > maximumBytes) break;",
    tests: ["lib/provisioning/provider/provider-fetch.test.ts"],
  },
];
