import { type Context, Hono } from "hono";
import { readBytes } from "#app/api/edge/body";
import { perMinute } from "#app/api/edge/limits";
import { viewerOf } from "#app/api/edge/session-cookie";
import { runtime } from "#app/runtime/runtime";
import { CountersignError } from "#lib/kernel/errors";
import { foreseeNextVersion } from "#lib/policy/drafts/next-version";
import { replaceDraft } from "#lib/policy/drafts/replace-draft";
import { maximumDocumentBytes, readDocument } from "#lib/policy/file/document";
import { documentDifference, exportPolicy, recordExport } from "#lib/policy/file/export-policy";
import { countChanges } from "#lib/policy/thresholds/compare-thresholds";
import { findPolicyToken, type PolicyTokenUse } from "#lib/policy/tokens/find-policy-token";
import { comparePolicies } from "#lib/policy/versions/compare";
import { versionInForce } from "#lib/policy/versions/versions";

const fresh = { "cache-control": "no-store" };

/** The policy as a file (docs/policy-files.md): for browsers, and for `countersign policy`. */
export const policy = new Hono();

policy.get("/api/policy/file", async (c) => {
  const { version, text } = await exportPolicy(runtime().db, await viewerOf(c));
  const disposition = `attachment; filename="policy-version-${version}.json"`;
  return c.body(text, 200, {
    ...fresh,
    ...{ "content-type": "application/json", "content-disposition": disposition },
  });
});

policy.use("/api/v1/policy/*", perMinute("policy", 60));

/** The live version. The read is recorded: no link can trigger a call that takes a token (invariant 15). */
policy.get("/api/v1/policy", async (c) => {
  const { db, clock } = runtime();
  const use = await authenticateToken(c);
  const { version, text } = await exportPolicy(db, use.viewer);
  await recordExport(db, { ...use, version, as: "file", now: clock() });
  return c.body(text, 200, { ...fresh, "content-type": "application/json", etag: `"${version}"` });
});

/** The live version: a client polls for it to wait until an admin has published. */
policy.get("/api/v1/policy/version", async (c) => {
  await authenticateToken(c);
  const { version, digest } = await versionInForce(runtime().db);
  return c.json({ version, digest }, 200, fresh);
});

policy.post("/api/v1/policy/comparisons", async (c) => {
  const { db, clock } = runtime();
  const use = await authenticateToken(c);
  const document = await readDocument(db, await readBytes(c, maximumDocumentBytes));
  const inForce = await versionInForce(db);
  await recordExport(db, { ...use, version: inForce.version, as: "comparison", now: clock() });
  const difference = await documentDifference(db, comparePolicies(inForce, document));
  return c.json({ version: inForce.version, taken_from: document.version, difference }, 200, fresh);
});

/** Imports a file to the draft. Publishing takes an admin with a passkey. */
policy.put("/api/v1/policy/draft", async (c) => {
  const { db, config, clock } = runtime();
  const { tokenId, viewer: actor } = await authenticateToken(c);
  const expectedVersion = readIfMatch(c);
  const content = await readDocument(db, await readBytes(c, maximumDocumentBytes));
  const change = { actor, content, expectedVersion, revision: "latest", tokenId, now: clock() } as const;
  const { difference, replaced } = await replaceDraft(db, change);
  const { digest } = await foreseeNextVersion(db);
  return c.json(
    {
      draft: {
        ...{ version: expectedVersion + 1, digest },
        replaced_changes: countChanges(replaced.inForce, replaced.draft),
      },
      difference: await documentDifference(db, difference),
      publish_url: `${config.origin}/policy/draft/review`,
    },
    200,
    fresh,
  );
});

async function authenticateToken(c: Context): Promise<PolicyTokenUse> {
  const { db, clock } = runtime();
  const token = /^Bearer (cspt_[\w-]{43})$/.exec(c.req.header("authorization") ?? "")?.[1];
  const use = token === undefined ? undefined : await findPolicyToken(db, token, clock());
  if (use) return use;
  throw new CountersignError("invalid_policy_token", "no policy token that is good", {
    userMessage:
      "Requires a valid admin policy token: Authorization: Bearer cspt_… Admins create tokens in Settings, Policy tokens.",
  });
}

/** The file's base version. Without the version, a push could undo a later publication. */
function readIfMatch(c: Context): number {
  const version = /^"(\d{1,9})"$/.exec(c.req.header("if-match") ?? "")?.[1];
  if (version !== undefined) return Number(version);
  throw new CountersignError("invalid_body", "no If-Match with a version", {
    userMessage: 'Send the version your file is based on, for example If-Match: "7".',
  });
}
