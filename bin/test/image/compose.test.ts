import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { repository } from "../../setup/repository.mjs";

const settings = {
  ...{ NODE_IMAGE: "node@sha256:0", BASE_IMAGE: "debian@sha256:0", POSTGRES_IMAGE: "postgres@sha256:0" },
  COUNTERSIGN_TAG: "1.0.0",
  ...{ CADDY_IMAGE: "caddy@sha256:0", COUNTERSIGN_URL: "https://sign.example.com" },
};
const composeSchema = z.object({
  services: z.record(
    z.string(),
    z.object({
      image: z.string(),
      build: z.object({ args: z.record(z.string(), z.string()) }).optional(),
      read_only: z.boolean().optional(),
      cap_drop: z.array(z.string()).optional(),
      cap_add: z.array(z.string()).optional(),
      security_opt: z.array(z.string()).optional(),
      environment: z.record(z.string(), z.string()).optional(),
      ports: z.array(z.object({ host_ip: z.string().optional(), published: z.string() })).optional(),
      healthcheck: z.object({ start_period: z.string() }).optional(),
      depends_on: z.record(z.string(), z.object({ condition: z.string() })).optional(),
    }),
  ),
});

/** What Compose makes of the files, without an engine. */
function compose(env: Record<string, string>, ...files: string[]) {
  const args = [...files.flatMap((file) => ["--file", path.join(repository, "deploy", file)]), "config"];
  const options = { env: { ...process.env, ...env }, encoding: "utf8" } as const;
  return spawnSync("docker-compose", [...args, "--format", "json"], options);
}

function services(...files: string[]) {
  return composeSchema.parse(JSON.parse(compose(settings, ...files).stdout)).services;
}

test("each service has a read-only root, no capability but one of Caddy's, and no secret in its settings", () => {
  const all = services("compose.yaml", "compose.caddy.yaml");
  expect(Object.keys(all).sort()).toEqual(["app", "caddy", "database"]);
  for (const [name, service] of Object.entries(all)) {
    expect(service).toMatchObject({
      ...{ read_only: true, cap_drop: ["ALL"], security_opt: ["no-new-privileges:true"] },
    });
    expect(service.cap_add ?? []).toEqual(name === "caddy" ? ["NET_BIND_SERVICE"] : []);
    for (const setting of Object.keys(service.environment ?? {}))
      expect(setting).not.toMatch(/(SECRET|PASSWORD|DATABASE_URL|TOKEN)$/);
  }
});

test("a service starts when the one that it calls is healthy, which a database can be half an hour after its start", () => {
  const { app, caddy, database } = services("compose.yaml", "compose.caddy.yaml");
  expect(app?.depends_on?.database?.condition).toBe("service_healthy");
  expect(caddy?.depends_on?.app?.condition).toBe("service_healthy");
  expect(database?.healthcheck?.start_period).toBe("30m0s");
});

test("without Caddy only this machine reaches the server, and with Caddy only Caddy does", () => {
  expect(services("compose.yaml").app?.ports).toEqual([{ host_ip: "127.0.0.1", published: "3000" }]);
  const { app, database } = services("compose.yaml", "compose.caddy.yaml");
  expect([app?.ports ?? [], database?.ports ?? []]).toEqual([[], []]);
  expect(app?.environment).toMatchObject({
    COUNTERSIGN_URL: "https://sign.example.com",
    COUNTERSIGN_PROXIES: "1",
  });
});

test.each(["COUNTERSIGN_TAG", "COUNTERSIGN_URL", "POSTGRES_IMAGE"])(
  "Compose refuses to start without a choice of its operator: %s",
  (name) => {
    const { status, stderr } = compose({ ...settings, [name]: "" }, "compose.yaml");
    expect(status).not.toBe(0);
    expect(stderr).toContain(name);
  },
);

test("the documented upgrade keeps Caddy and the address", () => {
  const [installed, upgraded] = documentedConfigs();
  for (const { services } of [installed, upgraded]) {
    expect(Object.keys(services).sort()).toEqual(["app", "caddy", "database"]);
    expect(services.app?.ports ?? []).toEqual([]);
    expect(services.app?.environment).toMatchObject({ COUNTERSIGN_URL: "https://sign.example.com" });
  }
});

test("the documented upgrade builds another image, which names its release", () => {
  const apps = documentedConfigs().map(({ services }) => services.app);
  expect(apps.map((app) => app?.image)).toEqual([
    expect.stringMatching(/^countersign:first-\d{8}$/),
    expect.stringMatching(/^countersign:second-\d{8}$/),
  ]);
  for (const app of apps) expect(`countersign:${app?.build?.args.VERSION}`).toBe(app?.image);
  expect(apps.map((app) => app?.build?.args.REVISION)).toEqual(["first", "second"]);
});

/** What Compose makes of its files after the commands of docs/container.md were run: the first time, and for an upgrade. */
function documentedConfigs() {
  const clone = mkdtempSync(path.join(tmpdir(), "countersign-clone-"));
  onTestFinished(() => rmSync(clone, { recursive: true }));
  cpSync(path.join(repository, "deploy"), path.join(clone, "deploy"), { recursive: true });
  // Neither an engine nor a registry: each command of Compose writes its configuration.
  const docker = `#!/bin/sh
    if [ "$1" = compose ]; then docker-compose config --format json > "$CLONE/config.json"; else echo sha256:0; fi`;
  writeFileSync(path.join(clone, "docker"), docker, { mode: 0o755 });
  writeFileSync(path.join(clone, "git"), '#!/bin/sh\necho "$RELEASE"', { mode: 0o755 });
  const env = { ...process.env, PATH: `${clone}:${process.env.PATH}`, CLONE: clone, HOME: clone };
  const run = (release: string, ...commands: string[]) => {
    chmodSync(path.join(clone, "deploy/Caddyfile"), 0o600);
    execFileSync("sh", ["-ec", commands.join("\n")], { cwd: clone, env: { ...env, RELEASE: release } });
    expect(statSync(path.join(clone, "countersign.dump")).mode & 0o777).toBe(0o600);
    // Caddy's account has no capability that reads another's files.
    expect(statSync(path.join(clone, "deploy/Caddyfile")).mode & 0o444).toBe(0o444);
    return composeSchema.parse(JSON.parse(readFileSync(path.join(clone, "config.json"), "utf8")));
  };
  const [chooseImages = ""] = commandsOf("Build");
  return [
    run("first", chooseImages, ...commandsOf("With PostgreSQL, and with Caddy")),
    run("second", chooseImages, ...commandsOf("Upgrade")),
  ] as const;
}

/** The commands of a section of docs/container.md. */
function commandsOf(title: string): string[] {
  const text = readFileSync(path.join(repository, "docs/container.md"), "utf8");
  const section = text.split(/^## /m).find((each) => each.startsWith(`${title}\n`)) ?? "";
  return [...section.matchAll(/^```sh\n(.*?)^```/gms)].map(([, commands = ""]) => commands);
}
