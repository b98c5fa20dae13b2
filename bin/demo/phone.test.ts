import encodeQR from "qr";
import { expect, test } from "vitest";
import { phoneLines } from "./phone.ts";

test.each(["http://localhost:3000", "http://demo.localhost:3000"])(
  "at %s the demo shows no QR code, which no phone could open, and says what to set",
  (origin) => {
    const lines = phoneLines(origin, `${origin}/enroll/token`);
    expect(lines[0]).toMatch(/^A phone can't open .* COUNTERSIGN_DEMO_URL/);
    expect(lines.join("\n")).not.toContain("█");
  },
);

test("at an address with https the QR code has the link", () => {
  const link = "https://demo.example/enroll/token";
  const code = encodeQR(link, "term", { ecc: "low", border: 2 });
  expect(phoneLines("https://demo.example", link).join("\n")).toContain(code);
});
