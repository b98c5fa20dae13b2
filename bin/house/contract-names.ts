import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { operations } from "#app/api/openapi/operations";
import { statusOf } from "#app/runtime/problem";
import { auditEventTypes } from "#lib/audit/event-types";
import { fileTwins, settingNames } from "#lib/kernel/config";
import { webhookEventTypeList } from "#lib/notifications/webhooks/event-types";
import { exitCodes } from "../client/exit-codes.ts";
import { verifyReceipt } from "../client/receipts/verify.ts";
import { repository } from "../setup/repository.mjs";

/** Where docs/names.md is. */
export const namesPage = path.join(repository, "docs/names.md");

/** The page with every name that others depend on, generated from the code that defines the names. */
export async function contractNames(): Promise<string> {
  const requests = readSource("db/schema/requests.ts");
  return `# Names that are a contract

Other programs depend on these names, so each keeps its meaning ([compatibility](compatibility.md)). This page
is written from the code by \`npm run house -- --names\`, and \`npm test\` compares both.

${section(
  "Paths",
  operations.map(({ method, path: address }) => `${method.toUpperCase()} ${address}`),
)}
${section("Error codes", Object.keys(statusOf), "`code` of a problem (RFC 9457).")}
${section(
  "Exit codes of the command line",
  Object.entries(exitCodes).map(([name, { code }]) => `${code} ${name}`),
)}
${section(
  "Checks of a receipt",
  (await verifyReceipt({})).checks.map(({ name }) => name),
  "`checks` of `countersign verify --json`, and `fails` of the [test vectors](receipts.md#test-vectors).",
)}
${section("States of a request", typeIn(requests, "RequestState"))}
${section("Reasons why a request was closed", typeIn(requests, "CloseReason"), "`close_reason`.")}
${section("Capacities of a decision", typeIn(requests, "Capacity"))}
${section("Reasons why an approval is void", typeIn(requests, "VoidReason"))}
${section("Types of webhooks", webhookEventTypeList)}
${section("Types of audit events", [...auditEventTypes])}
${section("Settings", settings(), "Environment variables of the server and of the command line.")}`;
}

function section(title: string, names: string[], about?: string): string {
  const intro = about === undefined ? "" : `${about}\n\n`;
  return `## ${title}\n\n${intro}${names.map((name) => `- \`${name}\``).join("\n")}\n`;
}

function typeIn(source: string, type: string): string[] {
  const [, members = ""] = new RegExp(`export type ${type} =([^;]*);`).exec(source) ?? [];
  return [...members.matchAll(/"([\w-]+)"/g)].map(([, name = ""]) => name);
}

function settings(): string[] {
  const listed = spawnSync("git", ["ls-files", "bin/client"], { cwd: repository, encoding: "utf8" });
  const client = listed.stdout
    .split("\n")
    .filter((file) => /^(?!.*\.test\.|.*\/testing\/).*\.(?:mjs|ts)$/.test(file));
  const ofClient = client.flatMap((file) => readSource(file).match(/\bCOUNTERSIGN_[A-Z_]*[A-Z]\b/g) ?? []);
  return [...new Set([...settingNames, ...fileTwins, ...ofClient])].sort();
}

function readSource(file: string): string {
  return readFileSync(path.join(repository, file), "utf8");
}
