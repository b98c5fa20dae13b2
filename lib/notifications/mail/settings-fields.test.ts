import { expect, test } from "vitest";
import { mailFields, mayBePlain } from "./settings-fields.ts";

const form = {
  ...{ host: "smtp.example.com", port: "587", security: "starttls", userName: "" },
  ...{ fromAddress: "countersign@example.com", fromName: "Countersign" },
};

test.each([
  ["SMTP.Example.COM", "smtp.example.com"],
  [" 10.1.2.3 ", "10.1.2.3"],
  ["0x7f.1", "127.0.0.1"],
  ["::1", "::1"],
  ["2001:DB8:0::1", "2001:db8::1"],
])("the host %j is saved as %j", (given, host) => {
  expect(mailFields.parse({ ...form, host: given })).toMatchObject({ host });
});

test.each([
  "",
  "https://smtp.example.com",
  "smtp.example.com:25",
  "user@smtp.example.com",
  "a b",
  "a/b",
  "::g",
])("%j is not a host", (host) => {
  expect(mailFields.safeParse({ ...form, host }).error?.issues[0]?.path).toEqual(["host"]);
});

test("no line break or hidden character gets into a header or a command", () => {
  for (const [field, value] of [
    ["fromName", "Countersign\r\nBcc: eve@example.com"],
    ["fromAddress", "a@example.com\r\nBcc: eve@example.com"],
    ["userName", "a\r\nb"],
  ] as const)
    expect(mailFields.safeParse({ ...form, [field]: value }).error?.issues[0]?.path).toEqual([field]);
});

test("encryption is optional only between two programs on one machine", () => {
  const origins = ["http://localhost:3000", "https://countersign.example"];
  const permitted = ["localhost", "127.0.0.1", "::1", "smtp.example.com", "10.0.0.1"].flatMap((host) =>
    origins.filter((origin) => mayBePlain(host, { origin })).map((origin) => `${host} from ${origin}`),
  );
  expect(permitted).toEqual(["localhost", "127.0.0.1", "::1"].map((host) => `${host} from ${origins[0]}`));
});
