import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ServiceMonitor } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/ServiceMonitor";
import { Deployment } from "kubernetes-models/apps/v1/Deployment";
import { NetworkPolicy } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicy";
import { PodDisruptionBudget } from "kubernetes-models/policy/v1/PodDisruptionBudget";
import { Service } from "kubernetes-models/v1/Service";
import { z } from "zod";
import { cacheFolder, repository } from "../../setup/repository.mjs";
import { type KubernetesObject, nameOf } from "./chart-objects.ts";

/** By `apiVersion/kind`, as the modules of kubernetes-models are named. */
const models = new Map(
  [Deployment, NetworkPolicy, PodDisruptionBudget, Service, ServiceMonitor].map((Model) => [
    `${Model.apiVersion}/${Model.kind}`,
    (object: never) => new Model(object).validate(),
  ]),
);

/** From CloudNativePG's definition of a Cluster, 1.28 and newer: what the chart uses of it. */
const clusterSchema = z.strictObject({
  apiVersion: z.literal("postgresql.cnpg.io/v1"),
  kind: z.literal("Cluster"),
  metadata: z.strictObject({ name: z.string().max(50), labels: z.record(z.string(), z.string()) }),
  spec: z.strictObject({
    instances: z.int().min(1),
    imageName: z.string(),
    storage: z.strictObject({ size: z.string() }),
    bootstrap: z.strictObject({
      initdb: z.strictObject({
        ...{ database: z.string(), owner: z.string(), secret: z.strictObject({ name: z.string() }) },
      }),
    }),
    postgresql: z.strictObject({
      synchronous: z.strictObject({
        ...{ method: z.enum(["any", "first"]), number: z.int().min(1) },
        ...{ dataDurability: z.enum(["required", "preferred"]), failoverQuorum: z.boolean() },
      }),
    }),
    affinity: z.strictObject({
      ...{ topologyKey: z.string(), podAntiAffinityType: z.enum(["preferred", "required"]) },
    }),
  }),
});

/** What is wrong with the form of objects: values, and then members that Kubernetes would ignore. */
export function findInvalid(objects: KubernetesObject[]): string[] {
  const wrong = objects.flatMap((object) => {
    try {
      const validate = models.get(`${object.apiVersion}/${object.kind}`);
      if (validate) validate(object as never);
      else clusterSchema.parse(object);
      return [];
    } catch (error) {
      return [`${nameOf(object)}: ${error}`];
    }
  });
  return wrong.length > 0 ? wrong : findUnknownMembers(objects);
}

/** The models let unknown members pass, and their types don't: TypeScript finds them. */
function findUnknownMembers(objects: KubernetesObject[]): string[] {
  mkdirSync(path.join(cacheFolder, "chart"), { recursive: true });
  const folder = mkdtempSync(path.join(cacheFolder, "chart/types-"));
  const lines = objects.flatMap((object, index) => {
    const { apiVersion, kind } = object;
    if (!models.has(`${apiVersion}/${kind}`)) return [];
    const from = kind === "ServiceMonitor" ? "@kubernetes-models/prometheus-operator" : "kubernetes-models";
    const name = `I${kind}${index}`;
    return [
      `import type { I${kind} as ${name} } from "${from}/${apiVersion}/${kind}";`,
      `export const object${index}: ${name} = ${JSON.stringify(object)};`,
    ];
  });
  try {
    writeFileSync(path.join(folder, "objects.ts"), lines.join("\n"));
    const options = ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--ignoreConfig"];
    const compiler = path.join(repository, "node_modules/typescript/bin/tsc");
    const run = [compiler, ...options, path.join(folder, "objects.ts")];
    const { status, stdout } = spawnSync(process.execPath, run, { encoding: "utf8" });
    return status === 0 ? [] : [stdout];
  } finally {
    rmSync(folder, { recursive: true });
  }
}
