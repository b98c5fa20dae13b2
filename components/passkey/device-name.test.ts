import { expect, test } from "vitest";
import { deviceName } from "./device-name.ts";

const chromeOnMac =
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";
const safariOnPhone =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1";

test("a new passkey is named after its browser and device", () => {
  expect(deviceName(chromeOnMac)).toBe("Chrome on Mac");
  expect(deviceName(safariOnPhone)).toBe("Safari on iPhone");
});

test("an unknown browser has no name", () => {
  expect(deviceName("curl/8")).toBeUndefined();
});
