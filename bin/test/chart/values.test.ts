import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { fileTwins, settingNames } from "#lib/kernel/config";
import { repository } from "../../setup/repository.mjs";
import { refusals, type Values } from "./chart-objects.ts";

const digest = `sha256:${"0".repeat(64)}`;
const image = { repository: "registry.example:5000/countersign", digest };
const least = { url: "https://sign.example.com", image };

test("the address and the image are all that has to be given", () => {
  expect(refusals(least)).toEqual([]);
  const words = ["url must have required property 'url'", "image must have required property 'image'"];
  expect(refusals({})).toEqual(words);
});

test.each<[string, Values, string]>([
  ["without an address", { image }, "url must have"],
  ["without an image", { url: least.url }, "image must have"],
  [
    "with a tag in place of a digest",
    { ...least, image: { ...image, digest: "1.0.0" } },
    "/image/digest must match",
  ],
  ["with a tag next to the digest", { ...least, image: { ...image, tag: "1.0.0" } }, "/image tag must NOT"],
  ["with an address without TLS", { ...least, url: "http://sign.example.com" }, "/url must match"],
  ["with a path in the address", { ...least, url: "https://sign.example.com/x" }, "/url must match"],
  ["with an IP address", { ...least, url: "https://10.0.0.1" }, "/url must match"],
  ["with one replica", { ...least, replicas: 1 }, "/replicas must be >= 2"],
  ["with a secret's value", { ...least, secret: { databaseUrl: "postgres://" } }, "/secret must be string"],
  ["with a secret in a setting", { ...least, settings: { COUNTERSIGN_SECRET: "x" } }, "COUNTERSIGN_SECRET"],
  [
    "with a number as a setting",
    { ...least, settings: { ASKS_PER_MINUTE: 1e6 } },
    "/settings/ASKS_PER_MINUTE must be string",
  ],
  ["with a misspelled value", { ...least, replica: 3 }, "replica must NOT"],
  [
    "with rules for more than ports",
    { ...least, networkPolicy: { egress: [{}] } },
    "/networkPolicy egress must NOT",
  ],
  [
    "with a peer that is every peer",
    { ...least, networkPolicy: { from: [{}] } },
    "/networkPolicy/from/0 must NOT",
  ],
  [
    "with a database without its image",
    { ...least, database: { create: true } },
    "/database image must have",
  ],
  [
    "with a database of two instances",
    { ...least, database: { instances: 2 } },
    "/database/instances must be >= 3",
  ],
  [
    "with a database's image without a digest",
    { ...least, database: { image: "postgresql:18" } },
    "/database/image must match",
  ],
])("values %s are refused, and the message names them", (_, values, words) => {
  expect(refusals(values).join("\n")).toContain(words);
});

test("the settings of the chart are those of the server, without secrets and what the chart sets", () => {
  const schema = JSON.parse(readFileSync(path.join(repository, "deploy/chart/values.schema.json"), "utf8"));
  const own = ["COUNTERSIGN_URL", "HOST", "PORT", "COUNTERSIGN_DATA"];
  const files = ["DATABASE_URL_FILE", "COUNTERSIGN_SECRET_FILE", "COUNTERSIGN_METRICS_TOKEN_FILE"];
  const secrets = fileTwins.map((name) => name.replace(/_FILE$/, ""));
  const offered = [
    ...settingNames.filter((name) => ![...own, ...secrets].includes(name)),
    ...fileTwins.filter((name) => !files.includes(name)),
    "NODE_EXTRA_CA_CERTS",
  ];
  expect(schema.properties.settings.propertyNames.enum).toEqual(offered);
});
