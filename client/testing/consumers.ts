import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type PackedPackage, repository } from "./packed-package.ts";

const tool = [
  'import { createTool, type Tool } from "countersign/tool";',
  'const tool: Tool = createTool({ issuer: "https://a.example", audience: "https://b.example" });',
  'const action = () => ({ type: "a.b", params: {} });',
  "const lengthOf = ({ action }: { action: { type: string } }) => action.type.length;",
];

/** Programs that use the package with one framework's types installed, or with none. */
const consumers: Record<string, { packages: string[]; code: string[] }> = {
  none: {
    packages: [],
    code: [
      ...everyEntryPoint({ except: ["./fastify", "./hono"] }),
      "export const done: Promise<number> = tool.guard(undefined, action(), () => 1);",
      "// @ts-expect-error the result is the type of what runs",
      "export const wrong: Promise<string> = tool.guard(undefined, action(), () => 1);",
    ],
  },
  express: {
    packages: ["express", "@types/express"],
    code: [
      'import express from "express"; import { requireGrant } from "countersign/express";',
      'express().post("/", requireGrant(tool, action), (request, response) => { response.json(lengthOf(request.countersign)); });',
    ],
  },
  fastify: {
    packages: ["fastify"],
    code: [
      'import { fastify } from "fastify"; import { requireGrant } from "countersign/fastify";',
      'fastify().post("/", { preHandler: requireGrant(tool, action) }, async (request) => lengthOf(request.countersign));',
    ],
  },
  hono: {
    packages: ["hono"],
    code: [
      'import { Hono } from "hono"; import { requireGrant } from "countersign/hono";',
      'new Hono().post("/", requireGrant(tool, action), (c) => c.json(lengthOf(c.get("countersign"))));',
      "// @ts-expect-error a route without the guard has no admission",
      'new Hono().post("/", (c) => c.json(lengthOf(c.get("countersign"))));',
    ],
  },
};

/** Writes each consumer to a project of its own, and returns the names of their files. */
export async function writeConsumers(packed: PackedPackage): Promise<string[]> {
  const written = Object.entries(consumers).map(async ([name, { packages, code }]) => {
    const { folder } = await packed.installed(name, packages);
    writeFileSync(path.join(folder, "use.ts"), [...tool, ...code].join("\n"));
    return `${name}/use.ts`;
  });
  return Promise.all(written);
}

function everyEntryPoint({ except }: { except: string[] }): string[] {
  const { exports } = JSON.parse(readFileSync(path.join(repository, "client/package.json"), "utf8"));
  const names = Object.keys(exports).filter((name) => !except.includes(name));
  return names.map((name, at) => `import * as m${at} from "countersign${name.slice(1)}"; m${at};`);
}
