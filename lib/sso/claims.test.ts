import { describe, expect, test } from "vitest";
import { domainOf, groupsFrom, nameFrom, verifiedEmail } from "./claims.ts";
import { groupLines } from "./group-lines.ts";
import { mergeClaims } from "./merge-claims.ts";
import { isSecureUrl } from "./secure-url.ts";

const issuer = "https://login.example.com";

describe("an address counts as verified", () => {
  test.each([true])("by the boolean %j", (email_verified) => {
    expect(verifiedEmail({ sub: "1", email: "a@b.example", email_verified }, issuer)?.isVerified).toBe(true);
  });

  test.each(["true", 1, "1", null, undefined, {}])("and never by %j", (email_verified) => {
    expect(verifiedEmail({ sub: "1", email: "a@b.example", email_verified }, issuer)?.isVerified).toBe(false);
  });

  test("by Microsoft's own claim from Microsoft's own issuer alone", () => {
    const claims = { sub: "1", email: "a@b.example", xms_edov: true };
    expect(verifiedEmail(claims, "https://login.microsoftonline.com/tenant/v2.0")?.isVerified).toBe(true);
    expect(verifiedEmail(claims, "https://login.microsoftonline.com.evil.example/v2.0")?.isVerified).toBe(
      false,
    );
  });

  test("from the place that names it: a word about one address never covers another", () => {
    const userinfo = { sub: "1", email: "mine@b.example", email_verified: true };
    const claims = mergeClaims({ sub: "1", email: "yours@b.example" }, userinfo);
    expect(verifiedEmail(claims, issuer)).toEqual({ email: "yours@b.example", isVerified: false });
    expect(verifiedEmail(mergeClaims({ sub: "1" }, userinfo), issuer)?.isVerified).toBe(true);
  });
});

test.each(["", "a", "a@", "@b.example", "a b@c.example", "a@b@c.example", 5, ["a@b.example"]])(
  "%j is no address",
  (email) => {
    expect(verifiedEmail({ sub: "1", email, email_verified: true }, issuer)).toBeUndefined();
  },
);

test("an address belongs to what stands after its last @, whatever the case", () => {
  expect(domainOf("Ada@EXAMPLE.com")).toBe("example.com");
});

test("groups left out are none; groups sent elsewhere, or in another form, cannot be read", () => {
  expect(groupsFrom({ sub: "1", groups: ["a", "b"] }, "groups")).toEqual(["a", "b"]);
  expect(groupsFrom({ sub: "1", groups: "a" }, "groups")).toEqual(["a"]);
  expect(groupsFrom({ sub: "1" }, "groups")).toEqual([]);
  expect(groupsFrom({ sub: "1", _claim_names: { groups: "src1" } }, "groups")).toBeUndefined();
  expect(groupsFrom({ sub: "1", groups: [1] }, "groups")).toBeUndefined();
});

test("a name with control characters gives way to the address", () => {
  expect(nameFrom({ sub: "1", name: "Ada\u0007" }, "ada@b.example")).toBe("ada");
});

test("a group's name may hold an equals sign: the last one divides", () => {
  expect(groupLines("cn=finance,ou=x = Approver, auditor\n\n")).toEqual([
    { group: "cn=finance,ou=x", roles: ["approver", "auditor"] },
  ]);
});

test.each([
  ["https://login.example.com", "https://countersign.example", true],
  ["http://login.example.com", "https://countersign.example", false],
  ["http://localhost:9000", "https://countersign.example", false],
  ["http://localhost:9000", "http://localhost:3000", true],
  ["http://127.0.0.1.evil.example", "http://localhost:3000", false],
  ["http://10.0.0.7", "http://localhost:3000", false],
  ["https://user:pass@login.example.com", "https://countersign.example", false],
  ["file:///etc/passwd", "http://localhost:3000", false],
])("asking at %s for %s: %j", (address, origin, isAllowed) => {
  expect(isSecureUrl(address, { origin })).toBe(isAllowed);
});
