import { eq } from "drizzle-orm";
import { z } from "zod";
import type { Database, Transaction } from "#db/client";
import { policyHead, policyVersions } from "#db/schema/policy";
import { CountersignError } from "#lib/kernel/errors";
import { actionTypeSchema } from "#lib/policy/action-types/action-type";
import { compileValidators } from "#lib/policy/action-types/validators";
import { rulesSchema } from "#lib/policy/language/rule";
import { compileRule } from "./compile.ts";
import { openInspection, withoutReader } from "./inspect-commands.ts";
import type { LoadedPolicy } from "./rule-index.ts";
import { listsCommands } from "./shell-commands.ts";

// The live version's number is read from the database every time; a version's content never
// changes, so the content is cached. Keyed by database object, because tests have many databases in
// a process, each with a version 1.
const slot = Symbol.for("countersign.policies");
const shared = globalThis as { [slot]?: WeakMap<object, Map<number, Promise<LoadedPolicy>>> };
const maximumCached = 16;

/** The live version for pages; decisions call {@link lockPolicyVersion}. @throws `internal` before set-up */
export async function currentPolicyVersion(db: Database | Transaction): Promise<number> {
  const [head] = await db.select({ version: policyHead.version }).from(policyHead);
  if (!head?.version) throw new CountersignError("internal", "no policy was ever published");
  return head.version;
}

/** A version, ready to evaluate, prepared by the first call. @throws `internal` if unknown or unreadable */
export async function loadPolicy(db: Database | Transaction, version: number): Promise<LoadedPolicy> {
  const cache = cachedOf(db);
  const found = cache.get(version);
  if (found) {
    // The version read longest ago is dropped first: the live version stays.
    cache.delete(version);
    cache.set(version, found);
    return found;
  }
  const [row] = await db.select().from(policyVersions).where(eq(policyVersions.version, version));
  if (!row) throw new CountersignError("internal", `there is no policy version ${version}`);
  // Concurrent calls share what the first prepares. No call waits for another's query.
  const meanwhile = cache.get(version);
  if (meanwhile) return meanwhile;
  const loading = preparePolicy(row);
  const [oldest] = cache.keys();
  if (cache.size >= maximumCached && oldest !== undefined) cache.delete(oldest);
  cache.set(version, loading);
  // A failure isn't cached.
  loading.catch(() => cache.get(version) === loading && cache.delete(version));
  return loading;
}

type PolicyParts = Pick<LoadedPolicy, "version" | "digest" | "defaultOutcome" | "unclassified"> & {
  rules: unknown[];
  catalog: unknown[];
};

/**
 * Compiles a version with its schemas, and opens the reader of shell commands if a rule lists any.
 * @throws {CountersignError} `internal` when the stored parts do not match the schemas
 */
export async function preparePolicy(parts: PolicyParts): Promise<LoadedPolicy> {
  const compiled = compilePolicy(parts);
  const policy = { ...compiled, validators: await compileValidators([...compiled.catalog.values()]) };
  if (!policy.rules.some(({ rule }) => listsCommands(rule))) return policy;
  return { ...policy, inspectCommand: await openInspection() };
}

/** Compiles a version without schemas and commands' reader: parameters and commands are refused. */
export function compilePolicy(parts: PolicyParts): LoadedPolicy {
  const { version, digest, defaultOutcome, unclassified } = parts;
  const rules = rulesSchema.safeParse(parts.rules);
  const catalog = z.array(actionTypeSchema).safeParse(parts.catalog);
  const cause = rules.error ?? catalog.error;
  if (!rules.success || !catalog.success)
    throw new CountersignError("internal", `policy version ${version} cannot be read`, { cause });
  return {
    ...{ version, digest, defaultOutcome, unclassified },
    rules: rules.data.filter((rule) => rule.enabled).map(compileRule),
    catalog: new Map(catalog.data.map((entry) => [entry.type, entry])),
    validators: new Map(),
    inspectCommand: withoutReader,
    slices: new Map(),
  };
}

/** Lets a transaction use its database's compiled policies. Not for publishing, which may roll back. */
export function shareLoadedPolicies(db: Database, tx: Transaction): void {
  const cache = cachedOf(db);
  shared[slot]?.set(tx, cache);
}

/** After which each version is read again. For a database that may have been replaced. */
export function forgetPolicies(db: Database): void {
  shared[slot]?.delete(db);
}

function cachedOf(db: object): Map<number, Promise<LoadedPolicy>> {
  shared[slot] ??= new WeakMap();
  const cache = shared[slot].get(db) ?? new Map<number, Promise<LoadedPolicy>>();
  shared[slot].set(db, cache);
  return cache;
}
