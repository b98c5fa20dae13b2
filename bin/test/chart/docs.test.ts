import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { repository } from "../../setup/repository.mjs";
import { buildKustomization, canRender, refusals } from "./chart-objects.ts";

const digest = `sha256:${"0".repeat(64)}`;
const guide = readFileSync(path.join(repository, "docs/kubernetes.md"), "utf8").replaceAll(
  "sha256:...",
  digest,
);
const [values = "", kustomization = "", ...others] = [...guide.matchAll(/^```yaml\n(.*?)^```/gms)].map(
  ([, text]) => text ?? "",
);

test("the chart accepts the values in the guide", () => {
  expect(others).toEqual([]);
  expect(refusals(parse(values))).toEqual([]);
});

test.skipIf(!canRender)(
  canRender ? "the kustomization in the guide names the image and the address" : "skipped, without kustomize",
  () => {
    const deployment = buildKustomization(kustomization).find(({ kind }) => kind === "Deployment");
    const container = {
      image: `registry.example.com/countersign@${digest}`,
      env: expect.arrayContaining([
        { name: "COUNTERSIGN_URL", value: "https://sign.example.com" },
        { name: "COUNTERSIGN_PROXIES", value: "1" },
      ]),
    };
    expect(deployment).toMatchObject({ spec: { template: { spec: { containers: [container] } } } });
  },
);
