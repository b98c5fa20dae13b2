import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import { expect, test } from "vitest";
import { z } from "zod";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { createHttpServer } from "#app/process/http-server";
import { canRender, type KubernetesObject, kustomize, nameOf, readBase } from "./chart-objects.ts";

const find = (objects: KubernetesObject[], name: string) => objects.find((object) => nameOf(object) === name);
const probe = z.looseObject({ httpGet: z.strictObject({ path: z.string(), port: z.literal("http") }) });
const deploymentSchema = z.looseObject({
  spec: z.looseObject({
    template: z.looseObject({
      spec: z.looseObject({
        terminationGracePeriodSeconds: z.number(),
        containers: z.tuple([
          z.looseObject({
            ...{ startupProbe: probe, livenessProbe: probe, readinessProbe: probe, lifecycle: z.unknown() },
          }),
        ]),
      }),
    }),
  }),
});
const { template } = deploymentSchema.parse(find(readBase(), "Deployment/countersign")).spec;
const [container] = template.spec.containers;

test("the probes are the server's, and only readiness looks at the database", async () => {
  const { startupProbe, livenessProbe, readinessProbe } = container;
  const server = createHttpServer({
    ...{ origin: "https://countersign.example", isDevelopment: false, log: pino({ level: "silent" }) },
    ...{ lookAtDatabase: async () => "down" as const, closing: new AbortController().signal },
  });
  server.http.listen(0, "127.0.0.1");
  await once(server.http, "listening");
  const { port } = server.http.address() as AddressInfo;
  const answers = [startupProbe, livenessProbe, readinessProbe].map(({ httpGet }) =>
    fetch(`http://127.0.0.1:${port}${httpGet.path}`),
  );
  expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200, 503]);
  await server.close();
});

test("a pod gets no call while it stops, and has the time to finish those that it has", () => {
  expect(container.lifecycle).toEqual({ preStop: { exec: { command: ["sleep", "10"] } } });
  // The wait, and more than the five seconds of docs/operations.md#as-a-service.
  expect(template.spec.terminationGracePeriodSeconds).toBeGreaterThan(10 + 5);
});

test("the server is reached at its port alone, and reaches DNS, its database and TLS", () => {
  const policy = find(readBase(), "NetworkPolicy/countersign");
  expect(policy).toMatchObject({
    spec: {
      podSelector: { matchLabels: { "app.kubernetes.io/name": "countersign" } },
      policyTypes: ["Ingress", "Egress"],
      ingress: [{ ports: [{ port: "http", protocol: "TCP" }] }],
      egress: [
        {
          ports: [
            { port: 53, protocol: "UDP" },
            { port: 53, protocol: "TCP" },
          ],
        },
        { ports: [{ port: 5432, protocol: "TCP" }] },
        { ports: [{ port: 443, protocol: "TCP" }] },
      ],
    },
  });
});

const title = (name: string) => (canRender ? name : `skipped, because kustomize is missing: ${name}`);
const withAll = canRender ? kustomize("database", "monitor") : [];

test.skipIf(!canRender)(
  title("the server alone reaches the database, which answers no commit too early"),
  () => {
    const pods = { podSelector: { matchLabels: { "cnpg.io/cluster": "countersign-database" } } };
    expect(find(withAll, "Cluster/countersign-database")).toMatchObject({
      spec: {
        instances: 3,
        postgresql: { synchronous: { number: 1, dataDurability: "required", failoverQuorum: true } },
      },
    });
    const server = { podSelector: { matchLabels: { "app.kubernetes.io/name": "countersign" } } };
    expect(find(withAll, "NetworkPolicy/countersign-database")).toMatchObject({
      spec: {
        ...{ ...pods, policyTypes: ["Ingress"] },
        ingress: [{ ports: [{ port: 5432 }], from: [server, pods] }, { ports: [{ port: 8000 }] }],
      },
    });
    const { spec } = z
      .looseObject({ spec: z.looseObject({ egress: z.array(z.unknown()) }) })
      .parse(find(withAll, "NetworkPolicy/countersign"));
    expect(spec.egress[1]).toMatchObject({ to: [pods] });
  },
);

test.skipIf(!canRender)(
  title("Prometheus sends the token that the server asks for, to the server's metrics"),
  async () => {
    const monitor = find(withAll, "ServiceMonitor/countersign");
    expect(monitor).toMatchObject({
      spec: {
        endpoints: [
          {
            port: "http",
            path: "/metrics",
            authorization: { credentials: { name: "countersign", key: "metrics-token" } },
          },
        ],
      },
    });
    const { workspace } = await RunningWorkspace.open();
    expect((await workspace.get("/metrics")).status).toBe(200);
  },
);
