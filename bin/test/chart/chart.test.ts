import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { readConfig } from "#lib/kernel/config";
import { repository } from "../../setup/repository.mjs";
import { canRender, type KubernetesObject, kustomize, readBase, renderChart } from "./chart-objects.ts";
import { findInvalid } from "./find-invalid.ts";

const zeros = `sha256:${"0".repeat(64)}`;
const image = { repository: "countersign", digest: zeros };
const least = { url: "https://countersign.example", image };
const database = { create: true, image: `ghcr.io/cloudnative-pg/postgresql:18@${zeros}` };
const all = {
  ...{ ...least, replicas: 3, secret: "other", serviceMonitor: true, database },
  settings: {
    COUNTERSIGN_PROXIES: "1",
    OUTBOUND_PRIVATE_HOSTS: "mail.corp:587, idp.corp",
    ASKS_PER_MINUTE: "1000000",
  },
  resources: { limits: { memory: "2Gi" } },
  networkPolicy: { from: [{ namespaceSelector: {} }], outboundPorts: [443, 587] },
};
const noOutbound = { ...least, networkPolicy: { outboundPorts: [], databasePort: 6432 } };

const containerSchema = z.looseObject({
  image: z.string(),
  env: z.array(z.strictObject({ name: z.string(), value: z.string() })),
  ports: z.array(z.looseObject({ containerPort: z.number() })),
  volumeMounts: z.array(z.looseObject({ name: z.string(), mountPath: z.string() })),
});
const deploymentSchema = z.looseObject({
  spec: z.looseObject({
    strategy: z.unknown(),
    template: z.looseObject({
      spec: z.looseObject({
        securityContext: z.unknown(),
        containers: z.tuple([containerSchema]),
        volumes: z.array(z.looseObject({ name: z.string() })),
      }),
    }),
  }),
});

function deploymentOf(objects: KubernetesObject[]) {
  const { spec } = deploymentSchema.parse(objects.find(({ kind }) => kind === "Deployment"));
  const pod = spec.template.spec;
  return { spec, pod, container: pod.containers[0] };
}

/** A test of rendered objects, which says so where the tools are missing. */
function testRendered(name: string, run: () => void): void {
  const title = canRender ? name : `skipped, because golang-go, sprig or kustomize is missing: ${name}`;
  test.skipIf(!canRender)(title, run);
}

/** The base as it stands and, where it can be rendered, the chart for several values. */
const rendered = canRender ? [least, all, noOutbound].map((values) => renderChart(values)) : [];
const variants = [readBase(), ...rendered];

testRendered("the chart's defaults, and Kustomize's base with its components, are the same objects", () => {
  expect(kustomize()).toEqual(renderChart(least));
  expect(kustomize("monitor")).toEqual(renderChart({ ...least, serviceMonitor: true }));
  expect(kustomize("database")).toEqual(renderChart({ ...least, database }));
});

test("every object is one that Kubernetes and its operators know, in each of its members", () => {
  for (const objects of variants) expect(findInvalid(objects)).toEqual([]);
  const misspelled = readBase().map((object) =>
    JSON.parse(JSON.stringify(object).replace("readOnly", "readonly")),
  );
  expect(findInvalid(misspelled).join()).toContain("readonlyRootFilesystem");
});

test("a pod has no right that the server doesn't need", () => {
  for (const { pod, container } of variants.map(deploymentOf)) {
    expect(pod).toMatchObject({ automountServiceAccountToken: false, enableServiceLinks: false });
    const ids = { runAsUser: 10001, runAsGroup: 10001, fsGroup: 10001 };
    expect(pod.securityContext).toEqual({
      ...{ runAsNonRoot: true, ...ids, seccompProfile: { type: "RuntimeDefault" } },
    });
    expect(container.securityContext).toEqual({
      ...{ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"] } },
    });
    expect(Object.keys(pod).filter((name) => /^host|^(initC|ephemeralC)ontainers$/.test(name))).toEqual([]);
    expect(container.image).toMatch(/^countersign@sha256:[0-9a-f]{64}$/);
    const mounts = container.volumeMounts.map(({ mountPath, readOnly }) => readOnly || mountPath);
    expect(mounts.filter((each) => each !== true)).toEqual(["/tmp"]);
  }
});

test("the account and the port are those of the image", () => {
  const dockerfile = readFileSync(path.join(repository, "Dockerfile"), "utf8");
  expect(dockerfile).toContain("USER 10001:10001");
  for (const { container } of variants.map(deploymentOf))
    expect(dockerfile).toContain(`EXPOSE ${container.ports[0]?.containerPort}\n`);
});

test("secrets come from the one existing Secret, as files alone", () => {
  for (const [index, objects] of variants.entries()) {
    expect(objects.map(({ kind }) => kind)).not.toContain("Secret");
    const { container, pod } = deploymentOf(objects);
    expect(
      container.env
        .map(({ name }) => name)
        .filter((name) => /(SECRET|TOKEN|DATABASE_URL|S?_PROXY)$/.test(name)),
    ).toEqual([]);
    expect(pod.volumes.find(({ name }) => name === "secret")).toMatchObject({
      secret: { secretName: index === 2 ? "other" : "countersign", defaultMode: 0o440 },
    });
  }
});

test("the server accepts the settings that a pod has", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "countersign-chart-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(path.join(folder, "database-url"), "postgres://countersign:x@database/countersign\n");
  for (const name of ["countersign-secret", "metrics-token"])
    writeFileSync(path.join(folder, name), "x".repeat(64));
  for (const { container } of variants.map(deploymentOf)) {
    const env = container.env.map(({ name, value }) => [
      name,
      value.replace("/run/secrets/countersign", folder),
    ]);
    const config = readConfig(Object.fromEntries(env));
    expect(config).toMatchObject({ origin: "https://countersign.example", metricsToken: "x".repeat(64) });
    expect(config.databaseUrl).toContain("@database/");
  }
});

test("a release replaces one pod at a time, and a node is drained of one at a time", () => {
  for (const objects of variants) {
    const { spec, pod } = deploymentOf(objects);
    const rollingUpdate = { maxUnavailable: 0, maxSurge: 1 };
    expect(spec.strategy).toEqual({ type: "RollingUpdate", rollingUpdate });
    expect(Number(spec.replicas)).toBeGreaterThan(1);
    const budget = objects.find(({ kind }) => kind === "PodDisruptionBudget");
    expect(budget).toMatchObject({ spec: { maxUnavailable: 1, selector: spec.selector } });
    expect(pod.topologySpreadConstraints).toMatchObject([
      { topologyKey: "kubernetes.io/hostname", whenUnsatisfiable: "DoNotSchedule", maxSkew: 1 },
      { topologyKey: "topology.kubernetes.io/zone", whenUnsatisfiable: "ScheduleAnyway", maxSkew: 1 },
    ]);
  }
});
