import { expect, test } from "vitest";
import { isPushService } from "./push-services.ts";

const deployed = {
  origin: "https://countersign.example",
  pushServiceHosts: ["push.corp", "autopush.corp:8443"],
};

test.each([
  "https://fcm.googleapis.com/fcm/send/abc:def",
  "https://updates.push.services.mozilla.com/wpush/v2/abc",
  "https://web.push.apple.com/abc",
  "https://wns2-par02p.notify.windows.com/w/?token=abc",
  "https://push.corp/abc",
  "https://push.corp:443/abc",
  "https://autopush.corp:8443/abc",
])("%s is at a push service", (endpoint) => {
  expect(isPushService(endpoint, deployed)).toBe(true);
});

test.each([
  ["another host", "https://push.example/abc"],
  ["a subdomain of a name without one", "https://a.fcm.googleapis.com/abc"],
  ["a name that only begins the same", "https://fcm.googleapis.com.example/abc"],
  ["a name that only ends the same", "https://evilpush.apple.com/abc"],
  ["a known service without its subdomain", "https://notify.windows.com/abc"],
  ["another port of a known service", "https://fcm.googleapis.com:8443/abc"],
  ["a known service without TLS", "http://fcm.googleapis.com/abc"],
  ["a user name", "https://fcm.googleapis.com@push.example/abc"],
  ["another port of a listed host", "https://push.corp:8443/abc"],
  ["the standard port of a host that is listed with another", "https://autopush.corp/abc"],
  ["a subdomain of a listed host", "https://a.push.corp/abc"],
  ["this machine", "https://localhost/abc"],
  ["an address of this machine", "https://127.0.0.1/abc"],
  ["text that isn't a URL", "fcm.googleapis.com"],
])("%s isn't a push service", (_, endpoint) => {
  expect(isPushService(endpoint, deployed)).toBe(false);
});

test("a Countersign on this machine uses push services on this machine, and no other", () => {
  const local = { origin: "http://localhost:3000", pushServiceHosts: [] };
  expect(isPushService("http://127.0.0.1:4000/abc", local)).toBe(true);
  expect(isPushService("http://push.localhost:4000/abc", local)).toBe(true);
  expect(isPushService("https://push.example/abc", local)).toBe(false);
});
