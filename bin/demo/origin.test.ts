import { expect, test } from "vitest";
import { demoOrigin } from "./origin.ts";

test("the demo is at its own port of this machine, whatever the address of a real server is", () => {
  const env = { COUNTERSIGN_URL: "https://countersign.example" };
  expect(demoOrigin(env, 4000)).toBe("http://localhost:4000");
});

test("a given address is the demo's origin, without what an origin doesn't have", () => {
  const env = { COUNTERSIGN_DEMO_URL: "HTTPS://Demo.example:443/" };
  expect(demoOrigin(env, 4000)).toBe("https://demo.example");
});

test.each(["demo.example", "localhost:4000", "file:///demo"])(
  "an address that no browser opens is refused: %s",
  (given) => {
    expect(() => demoOrigin({ COUNTERSIGN_DEMO_URL: given }, 4000)).toThrow("COUNTERSIGN_DEMO_URL");
  },
);
