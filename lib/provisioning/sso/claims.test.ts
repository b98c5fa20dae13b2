import { describe, expect, test } from "vitest";
import { isSecureUrl } from "#lib/outbound/secure-url";
import { domainOf } from "#lib/text/email-address";
import { groupsFrom, mergeClaims, nameFrom, verifiedEmail } from "./claims.ts";
import { groupLines } from "./connections/connection-fields.ts";

const issuer = "https://login.example.com";

describe("an email counts as verified", () => {
  test.each([true])("by the boolean %j", (email_verified) => {
    expect(verifiedEmail({ sub: "1", email: "a@b.example", email_verified }, issuer)?.isVerified).toBe(true);
  });

  test.each(["true", 1, "1", null, undefined, {}])("and never by %j", (email_verified) => {
    expect(verifiedEmail({ sub: "1", email: "a@b.example", email_verified }, issuer)?.isVerified).toBe(false);
  });

  const tenant = "72f988bf-86f1-41af-91ab-2d7cd011db47";
  const entra = `https://login.microsoftonline.com/${tenant}/v2.0`;
  const byEntra = (xms_edov: unknown, from: string, more: object = {}) =>
    verifiedEmail({ sub: "1", email: "a@b.example", xms_edov, ...more }, from)?.isVerified;

  test.each([true, 1, "1", "true"])("by Entra's own claim from an Entra issuer: %j", (xms_edov) => {
    expect(byEntra(xms_edov, entra)).toBe(true);
    expect(byEntra(xms_edov, `https://login.microsoftonline.us/${tenant}/v2.0`)).toBe(true);
    expect(byEntra(xms_edov, `https://login.partner.microsoftonline.cn/${tenant}/v2.0`)).toBe(true);
  });

  test.each([false, 0, "0", "false", "True", 2, "", null, undefined, {}, [true]])(
    "and never by Entra's claim saying %j",
    (xms_edov) => {
      expect(byEntra(xms_edov, entra)).toBe(false);
    },
  );

  test.each([
    issuer,
    `https://login.microsoftonline.com.evil.example/${tenant}/v2.0`,
    `https://evil.example/login.microsoftonline.com/${tenant}/v2.0`,
    `https://login.microsoftonline.com@evil.example/${tenant}/v2.0`,
    `https://login.microsoftonline.com:8443/${tenant}/v2.0`,
    `http://login.microsoftonline.com/${tenant}/v2.0`,
    "https://login.microsoftonline.com/common/v2.0",
    "https://login.microsoftonline.com/organizations/v2.0",
    `https://contoso.b2clogin.com/${tenant}/v2.0`,
    "https://accounts.google.com",
  ])("and never by Entra's claim from %s", (from) => {
    for (const xms_edov of [true, 1, "1", "true"]) expect(byEntra(xms_edov, from)).toBe(false);
  });

  test("and never by Entra's claim when email_verified is present", () => {
    for (const email_verified of [false, "true", null]) {
      expect(byEntra(true, entra, { email_verified })).toBe(false);
    }
  });

  test("from the email's own source: verification of one email never covers another", () => {
    const userinfo = { sub: "1", email: "mine@b.example", email_verified: true };
    const claims = mergeClaims({ sub: "1", email: "yours@b.example" }, userinfo);
    expect(verifiedEmail(claims, issuer)).toEqual({ email: "yours@b.example", isVerified: false });
    expect(verifiedEmail(mergeClaims({ sub: "1" }, userinfo), issuer)?.isVerified).toBe(true);
  });
});

test.each([
  "",
  "a",
  "a@",
  "a\u200b@b.example",
  "a\u202e@b.example",
  "@b.example",
  "a b@c.example",
  "a@b@c.example",
  5,
  ["a@b.example"],
])("%j is not an email", (email) => {
  expect(verifiedEmail({ sub: "1", email, email_verified: true }, issuer)).toBeUndefined();
});

test("an email's domain is the part after its last @, in any case", () => {
  expect(domainOf("Ada@EXAMPLE.com")).toBe("example.com");
});

test("an absent groups claim means no groups; distributed or malformed groups cannot be read", () => {
  expect(groupsFrom({ sub: "1", groups: ["a", "b"] }, "groups")).toEqual(["a", "b"]);
  expect(groupsFrom({ sub: "1", groups: "a" }, "groups")).toEqual(["a"]);
  expect(groupsFrom({ sub: "1" }, "groups")).toEqual([]);
  expect(groupsFrom({ sub: "1", _claim_names: { groups: "src1" } }, "groups")).toBeUndefined();
  expect(groupsFrom({ sub: "1", groups: [1] }, "groups")).toBeUndefined();
});

test("a name with control or hidden characters is replaced by the email", () => {
  expect(nameFrom({ sub: "1", name: "Ada\u0007" }, "ada@b.example")).toBe("ada");
  expect(nameFrom({ sub: "1", name: "Ada \u202enimda" }, "ada@b.example")).toBe("ada");
});

test("a group's name may contain an equals sign: the last one divides", () => {
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
