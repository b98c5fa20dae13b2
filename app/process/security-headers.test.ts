import { expect, test } from "vitest";
import { commonHeaders, pageSecurity } from "./security-headers.ts";

test("every page view has its own nonce, and no script runs without it", () => {
  const first = pageSecurity("https://sign.example", false).policy;
  const second = pageSecurity("https://sign.example", false).policy;
  const nonce = /script-src 'nonce-([^']+)' 'strict-dynamic'(;|$)/;
  expect(first.match(nonce)?.[1]).toBeTruthy();
  expect(first.match(nonce)?.[1]).not.toBe(second.match(nonce)?.[1]);
  expect(first).not.toContain("unsafe");
  expect(first).toContain("default-src 'none'");
  expect(first).toContain("frame-ancestors 'none'");
});

test("browsers get the https-only header only for an https origin", () => {
  expect(commonHeaders("https://sign.example")["strict-transport-security"]).toBe("max-age=63072000");
  expect(commonHeaders("http://localhost:3000")["strict-transport-security"]).toBeUndefined();
});

test("passkeys may be used by our own pages only", () => {
  const policy = commonHeaders("https://sign.example")["permissions-policy"];
  expect(policy).toContain("publickey-credentials-get=(self)");
  expect(policy).toContain("publickey-credentials-create=(self)");
});
